/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.LinkHandler;
import org.linkport.ListenOptions;
import org.linkport.SocketOptions;

/** One engine of one Linkport. */
public interface EngineRuntime extends AutoCloseable {
    /** Which. */
    Engine engine();

    /** Native address of a direct buffer, or 0 if this engine has no use for it. */
    long addressOf(ByteBuffer direct);

    /** Why this engine on this system cannot give sockets these options, or null if it can. Any thread. */
    @Nullable
    String refusal(SocketOptions options);

    /** Opens a file of the default file system to send from. Any thread; blocks. */
    EngineFile openFile(Path path) throws IOException;

    /** Whether listeners may share a TCP port, as this engine listens on this system. Any thread. */
    boolean canShareTcpPorts();

    /** Makes the engine's half of a worker. Called once for each, before its thread starts. */
    EngineWorker worker(WorkerLoop loop);

    /**
     * Binds and starts accepting. Any thread.
     *
     * @throws org.linkport.ListenFailedException with nothing left behind
     */
    Bound listen(InetSocketAddress address, ListenOptions options, LinkHandler.Factory handlers);

    /** Releases everything, after every worker has stopped. */
    @Override
    void close();

    /** A listener of the engine. */
    interface Bound {
        /** The real address. */
        InetSocketAddress address();

        /** Stops accepting. Any thread; idempotent. */
        void close();
    }
}
