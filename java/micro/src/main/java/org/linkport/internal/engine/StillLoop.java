/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.ListenOptions;
import org.linkport.SocketOptions;
import org.linkport.WorkerOptions;
import org.linkport.internal.buffer.ChunkPool;

/** A worker whose thread never starts, with links of its own: a test plays the thread, when all others have ended. */
final class StillLoop implements EngineRuntime, EngineWorker, FailureLog {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    /** One for all: its memory is not made for each state of a test. */
    private static final ChunkPool POOL = new ChunkPool(direct -> 0);

    private final WorkerLoop loop = new WorkerLoop(
            0,
            "still",
            WorkerOptions.DEFAULT,
            new LinkTable(new AtomicInteger()),
            this,
            POOL,
            null,
            this,
            failure -> {});

    EngineLink link(LinkOptions options, Transport transport) {
        return new EngineLink(1, loop, transport, options, NOWHERE, NOWHERE);
    }

    /** Gives back what its links have left behind. */
    void end() {
        loop.chunks().drain();
    }

    @Override
    public Engine engine() {
        return Engine.NIO;
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return 0;
    }

    @Override
    public @Nullable String refusal(SocketOptions options) {
        return null;
    }

    @Override
    public boolean canShareTcpPorts() {
        return false;
    }

    @Override
    public EngineFile openFile(Path path) {
        throw new AssertionError("it has no files");
    }

    @Override
    public EngineWorker worker(WorkerLoop owner) {
        return this;
    }

    @Override
    public Bound listen(InetSocketAddress address, ListenOptions options, LinkHandler.Factory handlers) {
        throw new AssertionError("it has no listeners");
    }

    @Override
    public void close() {}

    @Override
    public int step(long waitMillis) {
        throw new AssertionError("it never starts");
    }

    @Override
    public void wake() {}

    @Override
    public void connect(ConnectRequest request) {
        throw new AssertionError("it connects nowhere");
    }

    @Override
    public void stop(int drainMillis) {}

    @Override
    public boolean isStopped() {
        return true;
    }

    @Override
    public void updateCounters() {}

    @Override
    public void handlerFailed(Link link, Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void workerFailed(String worker, Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void programFailed(String what, Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void stopOverdue(String worker, long operations, long millis) {}
}
