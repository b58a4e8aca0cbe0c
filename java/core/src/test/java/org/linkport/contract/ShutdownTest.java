/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.Listener;
import org.linkport.Retained;
import org.linkport.SendOptions;
import org.linkport.SendResult;
import org.linkport.TimeOptions;

/**
 * Promise 9: shutdown from anywhere ends everything, in bounded time. Attacks it from every callback, while busy, with
 * links that never drain, and with work that arrives at the same moment. {@link Ports} proves that nothing is left.
 */
class ShutdownTest {
    /** Where a shutdown is asked for. */
    enum Place {
        FACTORY,
        OPEN,
        RECEIVE,
        RECEIVE_END,
        WRITABLE,
        CLOSE,
        TASK
    }

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldEndWithoutLinks() {
        Linkport port = ports.open(ports.builder().workers(4));
        assertEquals(4, Ports.threadsOf(port).size());
        port.close();
        assertEquals(List.of(), Ports.threadsOf(port));
        port.close();
        Await.value(port.shutdown());
    }

    @Test
    void shouldCloseLinksGracefullyWithReasonShutdown() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        recorder.link().send(Bytes.pattern(1 << 20, 13));
        CompletionStage<Void> end = port.shutdown();
        Bytes.assertSame(Bytes.pattern(1 << 20, 13), peer.readToEnd());
        peer.close();
        Await.value(end);
        assertEquals(CloseReason.SHUTDOWN, recorder.reason());
        assertEquals(0, recorder.count("receiveEnd"));
    }

    /** Shuts its port down in one place, where waiting for the end must be refused. */
    private static final class ShuttingDown extends Recorder {
        private final Linkport port;
        private final Place place;
        private volatile boolean waitRefused;

        ShuttingDown(Ports ports, Linkport port, Place place) {
            super(ports);
            this.port = port;
            this.place = place;
        }

        void at(Place here) {
            if (place == here) {
                waitRefused = assertThrows(IllegalStateException.class, port::awaitShutdown) != null;
                port.close(); // cannot wait here, and does not
                port.shutdown();
            }
        }

        @Override
        void opened(Link link) {
            at(Place.OPEN);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            at(Place.RECEIVE);
            link.send(new byte[200]);
            execute(link, () -> at(Place.TASK));
        }

        @Override
        void receiveEnded(Link link) {
            at(Place.RECEIVE_END);
            link.close();
        }

        @Override
        void writable(Link link) {
            at(Place.WRITABLE);
        }

        @Override
        void closed(Link link, CloseReason reason) {
            at(Place.CLOSE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShutDownFromAnyCallback(Place place) {
        Linkport port = ports.open();
        ShuttingDown recorder = new ShuttingDown(ports, port, place);
        Listener listener = ports.listen(
                port, LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(50, 100, 1_000)), link -> {
                    recorder.at(Place.FACTORY);
                    return recorder;
                });
        Peer peer = ports.peer(listener.address());
        if (place.compareTo(Place.OPEN) > 0) {
            peer.send("x");
            recorder.awaitReceived(1);
            peer.shutdownOutput();
        }
        peer.readToEnd();
        peer.close();
        recorder.reason();
        Await.value(stageOf(port));
        assertTrue(recorder.waitRefused);
    }

    /** The end of a shutdown that somebody else asks for. */
    private static CompletionStage<Void> stageOf(Linkport port) {
        return CompletableFuture.runAsync(() -> {
            try {
                port.awaitShutdown();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void shouldAbortLinksThatDoNotDrain() {
        Linkport port = ports.open(ports.builder().shutdownMillis(200));
        Recorder silent = new Recorder(ports);
        Recorder full = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, silent);
        Peer fullPeer = ports.peerOf(port, LinkOptions.DEFAULT, full);
        full.link().send(new byte[32 << 20]);
        long start = System.nanoTime();
        port.close();
        assertTrue(System.nanoTime() - start >= 195_000_000L, "too early");
        assertEquals(CloseReason.SHUTDOWN, silent.reason());
        assertEquals(CloseReason.SHUTDOWN, full.reason());
        fullPeer.expectReset();
    }

    @Test
    void shouldAbortAtOnceWithoutTimeToDrain() {
        Linkport port = ports.open(ports.builder().shutdownMillis(0));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        port.close();
        assertEquals(CloseReason.SHUTDOWN, recorder.reason());
        peer.expectReset();
    }

    @Test
    void shouldShortenDrainsThatAreUnderWay() {
        Linkport port = ports.open(ports.builder().shutdownMillis(200));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(
                port, LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(3_600_000)), recorder);
        recorder.link().close();
        peer.expectEnd();
        port.close();
        assertEquals(CloseReason.DRAIN_TIMEOUT, recorder.reason());
    }

    @Test
    void shouldRefuseNewWork() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, recorder).close();
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        port.close();
        assertFalse(listener.isOpen());
        ListenFailedException listen =
                assertThrows(ListenFailedException.class, () -> ports.listen(port, link -> new Recorder(ports)));
        assertEquals(ListenFailedException.Reason.SHUTDOWN, listen.reason());
        ConnectFailedException connect = assertInstanceOf(
                ConnectFailedException.class,
                Await.failure(port.connect(listener.address(), link -> new Recorder(ports))));
        assertEquals(CloseReason.SHUTDOWN, connect.reason());
        assertFalse(recorder.link().execute(() -> {}));
        assertEquals(SendResult.REJECTED, recorder.link().send(new byte[1]));
        listener.close();
    }

    @Test
    void shouldRejectSendsOnceALinkIsShutDown() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        port.shutdown();
        peer.expectEnd();
        assertEquals(SendResult.REJECTED, recorder.link().send(new byte[1]));
        assertFalse(recorder.link().isOpen());
        peer.send("discarded").close();
        assertEquals(CloseReason.SHUTDOWN, recorder.reason());
        assertEquals(0, recorder.receivedBytes());
    }

    @Test
    void shouldRunTasksThatWereAccepted() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        AtomicBoolean stop = new AtomicBoolean();
        int[] ran = new int[1];
        int[] accepted = new int[1];
        Thread executing = new Thread(() -> {
            while (!stop.get() && recorder.link().execute(() -> ran[0]++)) {
                accepted[0]++;
            }
        });
        executing.start();
        recorder.link().abort();
        port.close();
        stop.set(true);
        Await.end(executing);
        assertEquals(accepted[0], ran[0]);
    }

    @Test
    void shouldEndWhileBusy() {
        Linkport port = ports.open(ports.builder().shutdownMillis(1_000));
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(new Thread(() -> {
                while (!stop.get()) {
                    try (Peer peer = Peer.connect(listener.address())) {
                        peer.send(new byte[1_000]).read(1_000);
                    } catch (RuntimeException | AssertionError e) {
                        Thread.onSpinWait(); // the server is going away, as it should
                    }
                }
            }));
        }
        clients.forEach(Thread::start);
        Await.until("busy", () -> port.stats().linksOpened() > 40);
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            closers.add(new Thread(port::close));
        }
        closers.forEach(Thread::start);
        closers.forEach(Await::end);
        assertEquals(List.of(), Ports.threadsOf(port));
        stop.set(true);
        clients.forEach(Await::end);
    }

    @Test
    void shouldFailConnectsThatAreUnderWay() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            Linkport port = ports.open();
            CompletionStage<Link> connect = port.connect(busy.address(), link -> new Recorder(ports));
            port.close();
            ConnectFailedException failure = assertInstanceOf(ConnectFailedException.class, Await.failure(connect));
            assertEquals(CloseReason.SHUTDOWN, failure.reason());
        }
    }

    @Test
    void shouldWaitForTheEndEvenWhenInterrupted() {
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, new Recorder(ports)).close();
        Thread.currentThread().interrupt();
        port.close();
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertEquals(List.of(), Ports.threadsOf(port));
    }

    @Test
    void shouldTakeRetainedMemoryBackAfterTheEnd() {
        Linkport port = ports.open();
        LinkedBlockingQueue<Retained> kept = new LinkedBlockingQueue<>();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                kept.add(link.retain());
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT, recorder).send("x").close();
        recorder.reason();
        port.close();
        assertEquals(1, port.stats().receiveChunksOut());
        kept.remove().close();
        assertEquals(0, port.stats().receiveChunksOut());
    }

    @Test
    void shouldCompleteTheStageOfEveryCaller() {
        Linkport port = ports.open();
        CompletionStage<Void> first = port.shutdown();
        CompletionStage<Void> second = port.shutdown();
        Await.value(first);
        Await.value(second);
        port.close();
    }
}
