/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

/** What runs beside the listeners of a {@link Server} and ends before it: a console, say. */
public interface ServerPart extends AutoCloseable {
    /** What it offers and where, one line for the terminal: {@code "console: http://127.0.0.1:9780/"}. */
    String description();

    /** Ends it. Blocks until nothing of it runs; idempotent. */
    @Override
    void close();

    /** Starts one beside a server that is up. */
    @FunctionalInterface
    interface Starter {
        /** Called once, after the listeners. What it throws ends the server. */
        ServerPart start(Server server);
    }
}
