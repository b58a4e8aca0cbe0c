/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.LinkportOptions;
import org.linkport.ListenOptions;
import org.linkport.SocketOptions;
import org.linkport.internal.engine.EngineFile;
import org.linkport.internal.engine.EngineLinkport;
import org.linkport.internal.engine.EngineRuntime;
import org.linkport.internal.engine.EngineWorker;
import org.linkport.internal.engine.FailureLog;
import org.linkport.internal.engine.WorkerLoop;

/** Attacks a worker with an event that cannot be handled: it is counted and told, and the other events go on. */
class EventGuardTest {
    private static final int SECONDS = 30;

    private final CompletableFuture<NioWorker> worker = new CompletableFuture<>();
    private final List<Throwable> told = new CopyOnWriteArrayList<>();

    /** The engine as it is, whose worker the test can reach. */
    private final class Reached implements EngineRuntime {
        private final EngineRuntime nio;

        Reached(LinkportOptions options) {
            nio = NioRuntime.open(options);
        }

        @Override
        public EngineWorker worker(WorkerLoop loop) {
            NioWorker made = (NioWorker) nio.worker(loop);
            worker.complete(made);
            return made;
        }

        @Override
        public Engine engine() {
            return nio.engine();
        }

        @Override
        public long addressOf(ByteBuffer direct) {
            return nio.addressOf(direct);
        }

        @Override
        public @Nullable String refusal(SocketOptions options) {
            return nio.refusal(options);
        }

        @Override
        public boolean canShareTcpPorts() {
            return nio.canShareTcpPorts();
        }

        @Override
        public EngineFile openFile(Path path) throws IOException {
            return nio.openFile(path);
        }

        @Override
        public Bound listen(InetSocketAddress address, ListenOptions options, LinkHandler.Factory handlers) {
            return nio.listen(address, options, handlers);
        }

        @Override
        public void close() {
            nio.close();
        }
    }

    private final class Told implements FailureLog {
        @Override
        public void handlerFailed(Link link, Throwable failure) {}

        @Override
        public void workerFailed(String name, Throwable failure) {
            told.add(failure);
        }

        @Override
        public void programFailed(String what, Throwable failure) {}

        @Override
        public void stopOverdue(String name, long operations, long millis) {}
    }

    /** Fails whenever it is ready, for as often as that: then it is deaf. */
    private static final class Failing implements Endpoint {
        private final NioWorker worker;
        private final Pipe pipe;
        private final Error failure;
        private int times;

        Failing(NioWorker worker, Pipe pipe, Error failure, int times) {
            this.worker = worker;
            this.pipe = pipe;
            this.failure = failure;
            this.times = times;
        }

        @Override
        public void ready(int readyOps) {
            if (--times == 0) {
                worker.close(pipe.source());
            }
            throw failure;
        }

        @Override
        public void stop(int drainMillis) {
            worker.close(pipe.source());
        }
    }

    /** A channel that is readable from now on, with an endpoint that fails. */
    private Pipe failing(Error failure, int times) throws Exception {
        Pipe pipe = Pipe.open();
        pipe.sink().write(ByteBuffer.allocate(1));
        NioWorker own = worker.get(SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Void> registered = new CompletableFuture<>();
        own.loop()
                .post(
                        () -> {
                            try {
                                own.register(pipe.source(), SelectionKey.OP_READ)
                                        .attach(new Failing(own, pipe, failure, times));
                                registered.complete(null);
                            } catch (IOException e) {
                                registered.completeExceptionally(e);
                            }
                        },
                        () -> registered.cancel(false));
        registered.get(SECONDS, TimeUnit.SECONDS);
        return pipe;
    }

    @Test
    void shouldServeTheOtherEventsWhenOneCannotBeHandled() throws Exception {
        LinkportOptions options =
                Linkport.builder().workers(1).shutdownMillis(5_000).options();
        AssertionError failure = new AssertionError("on purpose");
        Linkport port = EngineLinkport.start(options, new Reached(options), new Told());
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            InetSocketAddress address = port.listen(any, link -> Link::send).address();
            try (Socket peer = new Socket(address.getAddress(), address.getPort())) {
                echoes(peer);
                Pipe pipe = failing(failure, 3);
                for (int i = 0; i < 10; i++) {
                    echoes(peer);
                }
                while (told.size() < 3) {
                    echoes(peer);
                }
                pipe.sink().close();
            }
        } finally {
            port.close();
        }
        assertEquals(List.of(failure, failure, failure), told);
        assertEquals(3, port.stats().systemErrors());
        assertEquals(1, port.stats().linksClosed());
    }

    private static void echoes(Socket peer) throws IOException {
        peer.setSoTimeout(SECONDS * 1_000);
        peer.getOutputStream().write('x');
        assertTrue(peer.getInputStream().read() == 'x');
    }
}
