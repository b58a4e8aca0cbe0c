/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.DispatchOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.Retained;

/**
 * dispatch(Executor): callbacks run elsewhere, as serial and ordered as on the worker, and a handler that blocks costs
 * bounded memory and delays no other link. Attacks the hand-over between worker and executor with every kind of executor.
 */
class DispatchTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final ExecutorService pool =
            ports.endLater(Executors.newFixedThreadPool(4, task -> new Thread(task, "dispatched")));
    private final LinkOptions dispatched = LinkOptions.DEFAULT.dispatch(pool);

    /** Called on an executor, never on the worker. */
    private class Elsewhere extends Recorder {
        Elsewhere() {
            super(ports);
        }

        @Override
        boolean isInPlace(Link link) {
            return !link.worker().isCurrentThread();
        }
    }

    private class EchoElsewhere extends Elsewhere {
        @Override
        void received(Link link, ByteBuffer data) throws Exception {
            link.send(data);
        }
    }

    /** Waits in its first onReceive until it is let go. */
    private final class Blocking extends Elsewhere {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);

        @Override
        void received(Link link, ByteBuffer data) throws Exception {
            inside.countDown();
            assertTrue(leave.await(Await.SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldCallTheFactoryCallbacksAndTasksOnTheExecutor() {
        Linkport port = ports.open();
        Elsewhere echo = new EchoElsewhere();
        CompletableFuture<String> factory = new CompletableFuture<>();
        Listener listener = ports.listen(port, dispatched, link -> {
            factory.complete(Thread.currentThread().getName());
            return echo;
        });
        try (Peer peer = ports.peer(listener.address())) {
            assertEquals("ping", peer.send("ping").readText(4));
            CompletableFuture<String> task = new CompletableFuture<>();
            echo.execute(echo.link(), () -> task.complete(Thread.currentThread().getName()));
            assertEquals("dispatched", Await.value(task));
        }
        assertEquals("dispatched", Await.value(factory));
        assertEquals(CloseReason.PEER_CLOSE, echo.reason());
        assertEquals(List.of("open", "receive", "task", "receiveEnd", "close"), echo.calls());
    }

    @Test
    void shouldDelayNoOtherLinkWhileAHandlerBlocks() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        Blocking blocking = new Blocking();
        Peer blocked = ports.peerOf(port, dispatched, blocking).send("x");
        Peer onWorker = ports.peerOf(port, LinkOptions.DEFAULT, new Recorder.Echo(ports));
        Peer elsewhere = ports.peerOf(port, dispatched, new EchoElsewhere());
        Await.latch(blocking.inside);
        blocked.send(Bytes.pattern(5_000, 1)); // more than the worker has receive memory
        for (int i = 0; i < 100; i++) {
            assertEquals("w", onWorker.send("w").readText(1));
            assertEquals("e", elsewhere.send("e").readText(1));
        }
        assertEquals(1, blocking.count("receive"));
        blocking.leave.countDown();
        blocking.awaitReceived(5_001);
    }

    @Test
    void shouldStaySerialAndInOrderOnManyThreads() {
        Linkport port = ports.open();
        int links = 6;
        byte[] stream = Bytes.pattern(300_000, 2);
        List<Elsewhere> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        int[] tasks = new int[links]; // plain memory: only the promise makes this safe
        for (int i = 0; i < links; i++) {
            int index = i;
            Elsewhere echo = new EchoElsewhere() {
                @Override
                void received(Link link, ByteBuffer data) throws Exception {
                    execute(link, () -> tasks[index]++);
                    super.received(link, data);
                }
            };
            all.add(echo);
            Peer peer = ports.peerOf(port, dispatched, echo);
            threads.add(new Thread(() -> peer.send(stream)));
            threads.add(new Thread(() -> Bytes.assertSame(stream, peer.read(stream.length))));
        }
        threads.forEach(Thread::start);
        threads.forEach(Await::end);
        for (int i = 0; i < links; i++) {
            Elsewhere echo = all.get(i);
            int index = i;
            CompletableFuture<Integer> seen = new CompletableFuture<>();
            Await.until("all tasks ran", () -> echo.count("task") == echo.count("receive"));
            echo.execute(echo.link(), () -> seen.complete(tasks[index]));
            assertEquals(echo.count("receive"), Await.value(seen));
            Bytes.assertSame(stream, echo.received());
        }
    }

    @Test
    void shouldBoundWhatWaitsForASlowHandler() {
        Linkport port = ports.open(ports.builder().workers(1));
        Blocking blocking = new Blocking();
        LinkOptions narrow =
                LinkOptions.DEFAULT.withDispatch(DispatchOptions.on(pool).withWaitingBytes(64 << 10));
        Peer peer = ports.peerOf(port, narrow, blocking);
        byte[] stream = Bytes.pattern(16 << 20, 3); // more than the buffers of both systems
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        Await.latch(blocking.inside);
        Recorder witness = new Recorder.Echo(ports);
        Peer other = ports.peerOf(port, LinkOptions.DEFAULT, witness);
        for (int i = 0; i < 50; i++) { // the worker goes on stepping
            assertEquals("x", other.send("x").readText(1));
        }
        long received = blocking.link().stats().bytesReceived();
        assertTrue(received <= (64 << 10) + 4 * (16 << 10), () -> "waiting: " + received);
        assertTrue(sender.isAlive(), "the peer could send everything");
        blocking.leave.countDown();
        blocking.awaitReceived(stream.length);
        Await.end(sender);
        Bytes.assertSame(stream, blocking.received());
    }

    @Test
    void shouldReceiveNothingBetweenPauseAndResume() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 4));
        Elsewhere stopAndGo = new Elsewhere() {
            @Override
            void received(Link link, ByteBuffer data) {
                link.pause();
            }
        };
        byte[] stream = Bytes.pattern(20_000, 4);
        ports.peerOf(port, dispatched, stopAndGo).send(stream).shutdownOutput();
        Link link = stopAndGo.link();
        for (int calls = 1; stopAndGo.receivedBytes() < stream.length; calls++) {
            int expected = calls;
            Await.until("call " + expected, () -> stopAndGo.count("receive") == expected);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Void> ran = new CompletableFuture<>();
                link.execute(() -> ran.complete(null)); // tasks go by what is held back
                Await.value(ran);
            }
            assertEquals(expected, stopAndGo.count("receive"));
            assertEquals(0, stopAndGo.count("receiveEnd"));
            link.resume();
        }
        Await.until("the last call paused", () -> {
            link.resume();
            return stopAndGo.closed.isDone();
        });
        assertEquals(CloseReason.PEER_CLOSE, stopAndGo.reason());
        Bytes.assertSame(stream, stopAndGo.received());
    }

    @Test
    void shouldKeepRetainedMemoryAndHoldOnlyItsLinkBack() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        LinkedBlockingQueue<Retained> kept = new LinkedBlockingQueue<>();
        Elsewhere keeper = new Elsewhere() {
            @Override
            void received(Link link, ByteBuffer data) {
                kept.add(link.retain());
                assertThrows(IllegalStateException.class, link::retain);
            }
        };
        LinkOptions narrow =
                LinkOptions.DEFAULT.withDispatch(DispatchOptions.on(pool).withWaitingBytes(4 << 10));
        byte[] stream = Bytes.pattern(100_000, 5);
        Peer peer = ports.peerOf(port, narrow, keeper);
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        Await.until("some are kept", () -> !kept.isEmpty());
        assertThrows(IllegalStateException.class, () -> keeper.link().retain());
        Peer echo = ports.peerOf(port, dispatched, new EchoElsewhere());
        for (int i = 0; i < 50; i++) {
            assertEquals("x", echo.send("x").readText(1));
        }
        assertTrue(keeper.receivedBytes() <= 16 << 10, () -> "received " + keeper.receivedBytes());
        int at = 0;
        while (at < stream.length) {
            try (Retained next = kept.poll(Await.SECONDS, TimeUnit.SECONDS)) {
                while (next.data().hasRemaining()) {
                    assertEquals(stream[at++], next.data().get());
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        Await.end(sender);
    }

    @Test
    void shouldReceiveNothingAfterItClosed() {
        Blocking blocking = new Blocking();
        Peer peer = ports.peerOf(ports.open(), dispatched, blocking).send("first");
        Await.latch(blocking.inside);
        peer.send("second").shutdownOutput();
        Await.until("the second waits", () -> blocking.link().stats().bytesReceived() == 11);
        blocking.link().close();
        blocking.leave.countDown();
        blocking.reason();
        assertEquals(List.of("open", "receive", "close"), blocking.calls());
    }

    @Test
    void shouldDeliverWhatCameBeforeAReset() {
        Blocking blocking = new Blocking();
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, dispatched, blocking).send("first");
        Await.latch(blocking.inside);
        peer.send("second");
        Await.until("the second waits", () -> blocking.link().stats().bytesReceived() == 11);
        peer.reset();
        Await.until("the link has closed", () -> port.links().count() == 0);
        assertEquals(List.of("open", "receive"), blocking.calls());
        blocking.leave.countDown();
        assertEquals(CloseReason.RESET, blocking.reason());
        assertEquals(List.of("open", "receive", "receive", "close"), blocking.calls());
    }

    @Test
    void shouldRunOnTheThreadThatHandsOver() {
        LinkOptions inline = LinkOptions.DEFAULT.dispatch(Runnable::run);
        Recorder echo = new Recorder.Echo(ports) {
            @Override
            boolean isInPlace(Link link) {
                return true; // tasks run on the thread that asks
            }
        };
        Peer peer = ports.peerOf(ports.open(), inline, echo);
        byte[] stream = Bytes.pattern(200_000, 6);
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        for (int i = 0; i < 1_000; i++) {
            echo.execute(echo.link(), () -> echo.execute(echo.link(), () -> {}));
        }
        Bytes.assertSame(stream, peer.read(stream.length));
        Await.end(sender);
        Await.until("all tasks ran", () -> echo.count("task") == 2_000);
    }

    @Test
    void shouldRunOnVirtualThreads() throws Exception {
        ExecutorService threads = ports.endLater(virtualThreads());
        Linkport port = ports.open();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(ports.peerOf(port, LinkOptions.DEFAULT.dispatch(threads), new EchoElsewhere()));
        }
        for (int round = 0; round < 10; round++) {
            peers.forEach(peer -> peer.send("hello"));
            peers.forEach(peer -> assertEquals("hello", peer.readText(5)));
        }
    }

    /** Virtual where the JVM has them. */
    static ExecutorService virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.newCachedThreadPool();
        }
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** Accepts until it is told to stop. */
    static final class Fickle implements Executor {
        private final Executor executor;
        private volatile Error refusal;

        Fickle(Executor executor) {
            this.executor = executor;
        }

        void refuse(Error error) {
            refusal = error;
        }

        @Override
        public void execute(Runnable task) {
            if (refusal != null) {
                throw refusal;
            }
            executor.execute(task);
        }
    }
}
