/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Promise 1: callbacks of one link are serial, ordered, and end with exactly one onClose. Attacks the dispatch of
 * events, tasks and requests against each other; {@link Recorder} watches, {@link Ports} judges.
 */
class SerialCallbacksTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldOpenFirstAndCloseLast() {
        Recorder echo = new Recorder.Echo(ports);
        try (Peer peer = ports.peerOf(echo)) {
            assertEquals("ping", peer.send("ping").readText(4));
        }
        assertEquals(CloseReason.PEER_CLOSE, echo.reason());
        assertEquals(List.of("open", "receive", "receiveEnd", "close"), echo.calls());
    }

    @Test
    void shouldNotNestCallbacksWhenHandlersActOnTheirLinks() {
        List<Recorder> all = new ArrayList<>();
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, link -> {
            Recorder busy = new BusyBody(ports);
            all.add(busy);
            return busy;
        });
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            peers.add(ports.peer(listener.address()).send("go"));
        }
        peers.forEach(Peer::readToEnd);
        peers.forEach(Peer::close);
        assertEquals(4, all.size());
        all.forEach(busy -> assertEquals(CloseReason.LOCAL_CLOSE, busy.reason()));
    }

    /** Does everything it may in its first onReceive, to every link there is, and all of it asks for a callback. */
    private static final class BusyBody extends Recorder {
        BusyBody(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            link.pause();
            link.send(new byte[200_000]);
            link.resume();
            execute(link, () -> link.send(new byte[1]));
            link.close();
        }
    }

    @Test
    void shouldRunTasksInOrderAndSerialWithCallbacks() throws Exception {
        int threads = 4;
        int tasks = 500;
        int[] next = new int[threads]; // plain memory: only the promise makes this safe
        AtomicInteger disorder = new AtomicInteger();
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(echo);
        Link link = echo.link();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            senders.add(new Thread(() -> {
                for (int i = 0; i < tasks; i++) {
                    int expected = i;
                    echo.execute(link, () -> {
                        if (next[thread]++ != expected) {
                            disorder.incrementAndGet();
                        }
                    });
                }
            }));
        }
        senders.forEach(Thread::start);
        for (int i = 0; i < 200; i++) {
            assertEquals("x", peer.send("x").readText(1));
        }
        senders.forEach(Await::end);
        Await.until("all tasks ran", () -> echo.count("task") == threads * tasks);
        assertEquals(0, disorder.get());
    }

    @Test
    void shouldRunTaskAfterTheLinkHasClosed() {
        Recorder echo = new Recorder.Echo(ports);
        ports.peerOf(echo).close();
        echo.reason();
        CountDownLatch ran = new CountDownLatch(1);
        assertTrue(echo.link().execute(ran::countDown));
        Await.latch(ran);
    }

    @Test
    void shouldSeeWhatEarlierCallbacksWrote() {
        int[] sum = new int[1]; // plain memory, read and written by callbacks and tasks
        Recorder counting = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                sum[0] += data.remaining();
                if (sum[0] == 10_000) {
                    link.send(new byte[1]);
                }
            }
        };
        Peer peer = ports.peerOf(counting);
        for (int i = 0; i < 100; i++) {
            peer.send(new byte[100]);
        }
        peer.read(1);
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        counting.execute(counting.link(), () -> seen.complete(sum[0]));
        assertEquals(10_000, Await.value(seen));
    }

    @Test
    void shouldHoldNoLockDuringCallbacks() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Recorder blocking = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) throws Exception {
                inside.countDown();
                assertTrue(leave.await(Await.SECONDS, TimeUnit.SECONDS));
            }
        };
        Linkport port = ports.open(ports.builder().workers(1));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, blocking).send("x");
        Await.latch(inside);
        Link link = blocking.link();
        // While the worker is stuck in a callback, every method answers.
        link.send(new byte[10]);
        link.pause();
        link.resume();
        link.execute(() -> {});
        link.stats();
        port.stats();
        port.links().iterator().next();
        assertTrue(port.links().find(link.id()).isPresent());
        Listener other = ports.listen(port, l -> new Recorder(ports));
        other.close();
        link.close();
        assertFalse(link.isOpen());
        assertEquals(List.of("open", "receive"), blocking.calls());
        leave.countDown();
        assertEquals(10, peer.readToEnd().length);
    }

    @Test
    void shouldCloseExactlyOnceWhoeverEndsTheLink() throws Exception {
        int links = 120;
        List<Recorder> all = new ArrayList<>();
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> {
            Recorder echo = new Recorder.Echo(ports);
            synchronized (all) {
                all.add(echo);
            }
            return echo;
        });
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            peers.add(ports.peer(listener.address()).send("hello"));
        }
        Await.until("all accepted", () -> {
            synchronized (all) {
                return all.size() == links;
            }
        });
        List<Thread> enders = new ArrayList<>();
        for (int e = 0; e < 4; e++) {
            int ender = e;
            enders.add(new Thread(() -> {
                for (int i = 0; i < links; i++) {
                    end(all.get(i).link(), peers.get(i), (ender + i) % 5);
                }
            }));
        }
        enders.forEach(Thread::start);
        enders.forEach(Await::end);
        peers.forEach(Peer::close);
        for (Recorder recorder : all) {
            recorder.reason();
            assertEquals(1, recorder.count("close"));
        }
        assertEquals(0, port.links().count());
    }

    private static void end(Link link, Peer peer, int how) {
        switch (how) {
            case 0 -> link.close();
            case 1 -> link.abort();
            case 2 -> peer.reset();
            case 3 -> peer.close();
            default -> {
                link.shutdownOutput();
                link.send(new byte[1]);
            }
        }
    }
}
