/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;

/** A server under measurement: started when its factory returns, on one event loop, until it is closed. */
public interface BenchServer extends AutoCloseable {
    /** Where it accepts, on 127.0.0.1. */
    int tcpPort();

    /** Ends it with all its connections and threads. */
    @Override
    void close() throws IOException;

    /** Starts one kind of server. */
    @FunctionalInterface
    interface Factory {
        /**
         * Returns once the server accepts.
         *
         * @throws IOException if it cannot
         */
        BenchServer start(ServerRequest request) throws IOException;
    }
}
