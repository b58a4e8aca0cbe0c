/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.LinkportStats;
import org.linkport.Listener;
import org.linkport.SystemError;
import org.linkport.WorkerStats;

/**
 * A snapshot of the statistics agrees with itself and with the one before, and stops nobody. Attacks snapshots taken
 * while links come and go, while a worker is in a callback or asleep, and after the end; and counts what failed.
 */
class SnapshotTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private static void checkAlone(WorkerStats stats) {
        assertEquals(stats.linksAccepted() + stats.linksConnected(), stats.linksOpened());
        long closes =
                stats.closes().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(closes, stats.linksClosed());
        assertEquals(stats.linksOpened() - stats.linksClosed(), stats.linksOpen());
        assertTrue(stats.linksOpen() >= 0, stats::toString);
        assertEquals(stats.aliveNanos(), stats.busyNanos() + stats.waitNanos());
        assertTrue(stats.busyNanos() >= 0 && stats.waitNanos() >= 0, stats::toString);
        assertTrue(stats.busyShare() >= 0 && stats.busyShare() <= 1, stats::toString);
    }

    private static void checkAfter(WorkerStats earlier, WorkerStats stats) {
        assertEquals(earlier.index(), stats.index());
        assertEquals(earlier.name(), stats.name());
        long[] before = counters(earlier);
        long[] after = counters(stats);
        for (int i = 0; i < before.length; i++) {
            assertTrue(after[i] >= before[i], "counter " + i + " fell: " + earlier + " then " + stats);
        }
        earlier.closes().forEach((reason, count) -> assertTrue(stats.closes().getOrDefault(reason, 0L) >= count));
        double share = stats.busyShareSince(earlier);
        assertTrue(share >= 0 && share <= 1, () -> "share " + share);
    }

    private static long[] counters(WorkerStats stats) {
        return new long[] {
            stats.linksAccepted(),
            stats.linksConnected(),
            stats.linksClosed(),
            stats.connectsFailed(),
            stats.acceptsFailed(),
            stats.messagesSent(),
            stats.messagesRejected(),
            stats.bytesSent(),
            stats.bytesReceived(),
            stats.systemSends(),
            stats.systemReceives(),
            stats.steps(),
            stats.events(),
            stats.wakes(),
            stats.aliveNanos(),
            stats.waitNanos(),
            stats.handlerErrors(),
            stats.systemErrors()
        };
    }

    private static void checkSums(LinkportStats stats) {
        long opened =
                stats.workers().stream().mapToLong(WorkerStats::linksOpened).sum();
        long open = stats.workers().stream().mapToLong(WorkerStats::linksOpen).sum();
        assertEquals(opened, stats.linksOpened());
        assertEquals(open, stats.linksOpen());
        assertEquals(stats.linksOpened() - stats.linksClosed(), stats.linksOpen());
        assertTrue(stats.sendChunksOut() >= 0 && stats.receiveChunksOut() >= 0);
    }

    @Test
    void shouldAgreeWithItselfWhileLinksComeAndGo() {
        int workers = 3;
        Linkport port = ports.open(ports.builder().workers(workers));
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> fault = new AtomicReference<>();
        Thread looking = new Thread(() -> {
            LinkportStats earlier = port.stats();
            while (!stop.get()) {
                LinkportStats stats = port.stats();
                assertEquals(workers, stats.workers().size());
                checkSums(stats);
                for (int i = 0; i < workers; i++) {
                    checkAlone(stats.workers().get(i));
                    checkAfter(earlier.workers().get(i), stats.workers().get(i));
                }
                earlier = stats;
            }
        });
        looking.setUncaughtExceptionHandler((thread, failure) -> fault.set(failure));
        looking.start();
        for (int round = 0; round < 15; round++) {
            List<Peer> some = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                some.add(Peer.connect(listener.address()));
            }
            some.forEach(peer -> peer.send("x").read(1));
            some.forEach(round % 2 == 0 ? Peer::close : Peer::reset);
        }
        stop.set(true);
        Await.end(looking);
        assertEquals(null, fault.get());
        Await.until("all closed", () -> port.stats().linksClosed() == 300);
        assertEquals(300, port.stats().linksAccepted());
        assertEquals(0, port.stats().linksOpen());
    }

    @Test
    void shouldTellAcceptedFromConnectedLinksAndWhereTheyAre() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        for (int i = 0; i < 4; i++) {
            ports.connect(port, listener.address(), new Recorder(ports));
        }
        Await.until("accepted", () -> port.stats().linksAccepted() == 4);
        LinkportStats stats = port.stats();
        assertEquals(8, stats.linksOpened());
        assertEquals(8, stats.linksOpen());
        for (WorkerStats worker : stats.workers()) {
            long owned = 0;
            for (Link link : port.links()) {
                owned += link.worker().index() == worker.index() ? 1 : 0;
            }
            assertEquals(owned, worker.linksOpen());
            assertEquals(port.options().name() + "-" + worker.index(), worker.name());
        }
    }

    @Test
    void shouldCountTimeInCallbacksAsBusyAndNoOtherWaitAsSuch() {
        long spinNanos = 100_000_000;
        Linkport port = ports.open(ports.builder().workers(1));
        CountDownLatch spinning = new CountDownLatch(1);
        AtomicBoolean go = new AtomicBoolean();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                long end = System.nanoTime() + spinNanos;
                spinning.countDown();
                while (System.nanoTime() < end || !go.get()) {
                    Thread.onSpinWait();
                }
                link.send(data);
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        WorkerStats before = only(port);
        peer.send("x");
        Await.latch(spinning);
        WorkerStats during = only(port); // answers although the worker is in a callback
        go.set(true);
        peer.read(1);
        WorkerStats after = only(port);
        assertTrue(after.busyNanos() - before.busyNanos() >= spinNanos, () -> before + " then " + after);
        assertTrue(during.steps() <= after.steps());
        // Asleep for as long again, and a snapshot knows without waking it.
        long steps = after.steps();
        Await.until("it waits", () -> only(port).waitNanos() - after.waitNanos() >= spinNanos);
        WorkerStats asleep = only(port);
        assertTrue(asleep.steps() - steps <= 4, () -> "looking wakes it: " + (asleep.steps() - steps) + " steps");
        assertTrue(asleep.busyShareSince(after) < 0.9, () -> "busy " + asleep.busyShareSince(after));
    }

    private static WorkerStats only(Linkport port) {
        return port.stats().workers().get(0);
    }

    @Test
    void shouldCountWhatTheSystemReportedByItsKind() throws IOException {
        Linkport port = ports.open();
        Recorder reset = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, reset).reset();
        assertEquals(CloseReason.RESET, reset.reason());
        try (Socket bound = new Socket()) { // keeps the TCP port from others, and does not listen
            bound.bind(Ports.loopback());
            InetSocketAddress address = (InetSocketAddress) bound.getLocalSocketAddress();
            Await.failure(port.connect(address, link -> new Recorder(ports)));
        }
        LinkportStats stats = port.stats();
        SystemError ofReset = only(stats, CloseReason.RESET);
        SystemError ofRefusal = only(stats, CloseReason.REFUSED);
        assertEquals(1, stats.errors().get(ofReset));
        assertEquals(1, stats.errors().get(ofRefusal));
        assertEquals(1, stats.connectsFailed());
        for (SystemError error : stats.errors().keySet()) {
            assertTrue(error.osCode() == 0 ^ error.text().isEmpty(), () -> "a code or a text: " + error);
        }
        assertEquals(0, stats.systemErrors(), "both belong to a link");
    }

    private static SystemError only(LinkportStats stats, CloseReason reason) {
        List<SystemError> kinds = stats.errors().keySet().stream()
                .filter(error -> error.reason() == reason)
                .toList();
        assertEquals(1, kinds.size(), () -> reason + " in " + stats.errors());
        return kinds.get(0);
    }

    @Test
    void shouldCountWhatIsNoFailureOfTheSystemAsNone() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 3);
        crowd.link(0).abort();
        crowd.link(1).close();
        crowd.peer(1).close();
        crowd.peer(2).close();
        crowd.recorders.forEach(Recorder::reason);
        assertEquals(Map.of(), port.stats().errors());
    }

    @Test
    void shouldStillAnswerAfterTheEnd() throws InterruptedException {
        Linkport port = ports.open();
        Crowd.of(ports, port, 3);
        port.close();
        LinkportStats stats = port.stats();
        assertEquals(3, stats.closes().get(CloseReason.SHUTDOWN));
        stats.workers().forEach(SnapshotTest::checkAlone);
        long alive = stats.workers().get(0).aliveNanos();
        assertEquals(alive, port.stats().workers().get(0).aliveNanos(), "its life is over");
        assertTrue(alive > 0);
        assertFalse(stats.workers().get(0).name().isEmpty());
    }

    @Test
    void shouldBeCheapEnoughToTakeEverySecond() {
        int links = 200;
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new LinkHandler() {
            @Override
            public void onReceive(Link each, ByteBuffer data) {}
        });
        for (int i = 0; i < links; i++) {
            ports.peer(listener.address());
        }
        Await.until("all open", () -> port.links().count() == links);
        int rounds = 2_000;
        long bytes = 0;
        long steps = 0;
        long nanos = 0;
        for (int half = 0; half < 2; half++) { // the first half warms up
            steps = port.stats().steps();
            long allocated = AllocatedBytes.of(Thread.currentThread());
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                bytes += port.stats().linksOpen();
            }
            nanos = (System.nanoTime() - start) / rounds;
            bytes = (AllocatedBytes.of(Thread.currentThread()) - allocated) / rounds;
            steps = port.stats().steps() - steps;
        }
        long start = System.nanoTime();
        long messages = 0;
        for (Link link : port.links()) {
            messages += link.stats().messagesSent();
        }
        long each = (System.nanoTime() - start) / links;
        assertEquals(0, messages);
        System.out.printf(
                "statistics: a snapshot of 2 workers costs %,d ns and %,d bytes; of each link %,d ns more%n",
                nanos, bytes, each);
        long woken = steps;
        assertTrue(woken < rounds / 10, () -> woken + " steps of the workers for " + rounds + " snapshots");
        assertTrue(bytes < 100_000, "bytes for one snapshot");
    }
}
