/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Retained;
import org.linkport.SocketOptions;

/**
 * Attacks the end of a worker whose engine fails in every step: a shutdown must end all the same, tell every link and
 * every connect, and fail with what the engine failed with. And the events of a step of which one fails, and a link that ends
 * while a message is under way to it.
 */
class FailingEngineTest {
    private static final int SECONDS = 30;
    private final IllegalStateException failure = new IllegalStateException("on purpose");

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final List<Integer> dispatched = new CopyOnWriteArrayList<>();
    private final AtomicInteger runtimesClosed = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private boolean endsLink;

    private final class Closing implements LinkHandler {
        @Override
        public void onReceive(Link link, ByteBuffer data) {}

        @Override
        public void onClose(Link link, CloseReason reason, int osCode) {
            told.add("closed");
            closed.complete(reason);
        }
    }

    /** Opens one link, and fails from then on. */
    private final class FailingWorker implements EngineWorker, Transport {
        private final WorkerLoop loop;
        private boolean opened;

        FailingWorker(WorkerLoop loop) {
            this.loop = loop;
        }

        @Override
        public int step(long waitMillis) {
            loop.waitOver();
            if (!opened) {
                opened = true;
                loop.dispatchAll(4, this::event);
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
                EngineLink link = loop.opened(
                        LinkId.of(0, 0, 1), this, any -> new Closing(), LinkOptions.DEFAULT, address, address);
                if (endsLink) {
                    sendElsewhere(link);
                    link.closed(CloseReason.RESET, 0);
                }
                return 1;
            }
            throw failure;
        }

        private void sendElsewhere(Link link) {
            ByteBuffer lent = ByteBuffer.allocateDirect(1);
            CompletableFuture.supplyAsync(() -> link.send(lent, (same, outcome) -> told.add(outcome.name())))
                    .thenAccept(result -> told.add(result.name()))
                    .join();
        }

        private void event(int index) {
            dispatched.add(index);
            if (index == 1) {
                throw failure;
            }
        }

        @Override
        public void wake() {}

        @Override
        public void connect(ConnectRequest request) {
            throw failure;
        }

        @Override
        public void stop(int drainMillis) {}

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void updateCounters() {}

        @Override
        public void flush() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close(CloseReason reason, int drainMillis) {}

        @Override
        public void abort(CloseReason reason) {
            throw failure;
        }

        @Override
        public boolean mayHaveUnreadInput() {
            return false;
        }

        @Override
        public Retained retain(ByteBuffer data) {
            throw failure;
        }
    }

    private final class FailingRuntime implements EngineRuntime {
        @Override
        public @Nullable String refusal(SocketOptions options) {
            return null;
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
        public EngineFile openFile(Path path) {
            throw failure;
        }

        @Override
        public boolean canShareTcpPorts() {
            return false;
        }

        @Override
        public EngineWorker worker(WorkerLoop loop) {
            return new FailingWorker(loop);
        }

        @Override
        public Bound listen(InetSocketAddress address, ListenOptions options, LinkHandler.Factory handlers) {
            throw failure;
        }

        @Override
        public void close() {
            runtimesClosed.incrementAndGet();
        }
    }

    private static final class Silent implements FailureLog {
        @Override
        public void handlerFailed(Link link, Throwable failure) {}

        @Override
        public void workerFailed(String worker, Throwable failure) {
            throw new IllegalStateException("the log fails too");
        }

        @Override
        public void programFailed(String what, Throwable failure) {}

        @Override
        public void stopOverdue(String worker, long operations, long millis) {}
    }

    @Test
    void shouldEndAShutdownAlthoughEveryStepFails() throws Exception {
        Linkport port = EngineLinkport.start(
                Linkport.builder().workers(1).shutdownMillis(0).options(), new FailingRuntime(), new Silent());
        CompletableFuture<Void> ended = port.shutdown().toCompletableFuture();
        ExecutionException told = assertThrows(ExecutionException.class, () -> ended.get(SECONDS, TimeUnit.SECONDS));
        assertSame(failure, told.getCause());
        assertEquals(CloseReason.SHUTDOWN, closed.get(SECONDS, TimeUnit.SECONDS));
        assertEquals(0, port.links().count());
        assertEquals(List.of(0, 1, 2, 3), dispatched, "events, one of which failed");
        assertEquals(1, runtimesClosed.get(), "times the runtime was closed");
        assertThrows(IllegalStateException.class, port::awaitShutdown);
        assertTrue(port.stats().systemErrors() > 0);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        CompletableFuture<Link> late =
                port.connect(address, link -> new Closing()).toCompletableFuture();
        ExecutionException refused = assertThrows(ExecutionException.class, () -> late.get(SECONDS, TimeUnit.SECONDS));
        assertEquals(
                CloseReason.SHUTDOWN,
                assertInstanceOf(ConnectFailedException.class, refused.getCause())
                        .reason());
    }

    /** The worker has not had the mail of that message yet. */
    @Test
    void shouldGiveBackWhatWasAcceptedBeforeItTellsOfTheEnd() throws Exception {
        endsLink = true;
        Linkport port = EngineLinkport.start(
                Linkport.builder().workers(1).shutdownMillis(0).options(), new FailingRuntime(), new Silent());
        assertEquals(CloseReason.RESET, closed.get(SECONDS, TimeUnit.SECONDS));
        CompletableFuture<Void> ended = port.shutdown().toCompletableFuture();
        assertThrows(ExecutionException.class, () -> ended.get(SECONDS, TimeUnit.SECONDS));
        assertEquals(List.of("QUEUED", "DROPPED", "closed"), told);
    }
}
