/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Listener;
import org.linkport.Retained;
import org.linkport.TimeOptions;

/**
 * Promise 7, silence: told once for each full idle time, ended by traffic, and known to be none where input is not read.
 * Attacks idle times of more than a second, of which a careless difference of times keeps the millisecond part only.
 */
class IdleTest {
    /** Where a test must see that something does not come, this comes behind it. */
    private static final int SOON_MILLIS = 100;

    @RegisterExtension
    final Ports ports = new Ports();

    /** Keeps the silences it is told of. */
    private class Watcher extends Recorder {
        final List<Long> readMillis = new CopyOnWriteArrayList<>();
        final List<Long> writeMillis = new CopyOnWriteArrayList<>();

        Watcher() {
            super(ports);
        }

        List<Long> of(IdleKind kind) {
            return kind == IdleKind.READ ? readMillis : writeMillis;
        }

        @Override
        void idle(Link link, IdleKind kind, long silentMillis) throws Exception {
            of(kind).add(silentMillis);
        }

        /** Until the worker's clock has come that far. */
        void pass(int millis) {
            CountDownLatch passed = new CountDownLatch(1);
            schedule(link(), millis, passed::countDown);
            Await.latch(passed);
        }
    }

    private static LinkOptions options(TimeOptions times) {
        return LinkOptions.DEFAULT.withTime(times);
    }

    private static TimeOptions idle(IdleKind kind, int millis) {
        return kind == IdleKind.READ
                ? TimeOptions.DEFAULT.withIdleMillis(millis, 0)
                : TimeOptions.DEFAULT.withIdleMillis(0, millis);
    }

    private Peer open(TimeOptions times, Recorder handler) {
        return ports.peerOf(ports.open(), options(times), handler);
    }

    @ParameterizedTest
    @EnumSource(IdleKind.class)
    void shouldTellEachFullIdleTimeOnce(IdleKind kind) {
        Watcher watcher = new Watcher();
        long start = System.nanoTime();
        open(idle(kind, 120), watcher);
        Await.until(() -> "told " + watcher.of(kind), () -> watcher.of(kind).size() >= 4);
        List<Long> told = List.copyOf(watcher.of(kind)); // which goes on, also while this thread waits for a processor
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        for (int i = 0; i < told.size(); i++) {
            long before = i == 0 ? 0 : told.get(i - 1);
            assertTrue(told.get(i) / 120 > before / 120, () -> "no further full idle time: " + told);
            assertTrue(told.get(i) <= passed + 1, () -> "more than the " + passed + " ms that passed: " + told);
        }
        assertEquals(List.of(), watcher.of(kind == IdleKind.READ ? IdleKind.WRITE : IdleKind.READ));
        assertTrue(watcher.link().isOpen());
    }

    @ParameterizedTest
    @EnumSource(IdleKind.class)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldCountMoreThanASecond(IdleKind kind) {
        Watcher watcher = new Watcher();
        long start = System.nanoTime();
        open(idle(kind, 1_300), watcher);
        watcher.pass(1_000); // 300 is the part of 1,300 that a careless difference keeps
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < 1_250) {
            assertEquals(List.of(), watcher.of(kind));
        }
        Await.until("told", () -> !watcher.of(kind).isEmpty());
        assertTrue(watcher.of(kind).get(0) >= 1_300, () -> "told " + watcher.of(kind));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(1_299));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldEndWithTraffic() throws InterruptedException {
        Watcher watcher = new Watcher();
        long longestGap = 0;
        long last = System.nanoTime(); // the opening is part of the first gap
        Peer peer = open(TimeOptions.DEFAULT.withIdleMillis(1_200, 1_200), watcher);
        for (int i = 1; i <= 8; i++) {
            TimeUnit.MILLISECONDS.sleep(300); // the rhythm of the traffic
            peer.send("x");
            watcher.link().send(new byte[] {'y'});
            watcher.awaitReceived(i);
            peer.read(1);
            longestGap = Math.max(longestGap, System.nanoTime() - last);
            last = System.nanoTime();
        }
        if (TimeUnit.NANOSECONDS.toMillis(longestGap) < 800) { // else this machine was silent itself
            assertEquals(List.of(), watcher.readMillis);
            assertEquals(List.of(), watcher.writeMillis);
        }
        long talked = last;
        Await.until("silence", () -> !watcher.readMillis.isEmpty() && !watcher.writeMillis.isEmpty());
        long silent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - talked);
        assertTrue(silent >= 900, () -> "silent after " + silent + " ms");
    }

    @Test
    void shouldTellThatAPeerDoesNotRead() {
        Watcher watcher = new Watcher();
        Listener listener = ports.listen(ports.open(), options(idle(IdleKind.WRITE, SOON_MILLIS)), link -> watcher);
        ports.closeLater(Peer.connectNarrow(listener.address()));
        Link link = watcher.link();
        byte[] message = new byte[1 << 20];
        for (int i = 0; i < 16; i++) {
            link.send(message);
        }
        Await.until("output that does not move", () -> !watcher.writeMillis.isEmpty() && link.pendingBytes() > 0);
        link.abort();
        watcher.reason();
    }

    @Test
    void shouldDoNothingByDefault() {
        CompletableFuture<Link> opened = new CompletableFuture<>();
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Listener listener = ports.listen(
                ports.open(), options(TimeOptions.DEFAULT.withIdleMillis(10, 10)), link -> new LinkHandler() {
                    @Override
                    public void onOpen(Link link) {
                        opened.complete(link);
                    }

                    @Override
                    public void onReceive(Link link, ByteBuffer data) {
                        link.send(data);
                    }

                    @Override
                    public void onClose(Link link, CloseReason reason, int osCode) {
                        closed.complete(reason);
                    }
                });
        Peer peer = ports.peer(listener.address());
        CountDownLatch passed = new CountDownLatch(1);
        Await.value(opened).schedule(SOON_MILLIS, passed::countDown);
        Await.latch(passed);
        assertEquals("x", peer.send("x").readText(1));
        peer.close();
        assertEquals(CloseReason.PEER_CLOSE, Await.value(closed));
    }

    @Test
    void shouldNotCountWhileThePauseLasts() {
        Watcher watcher = new Watcher();
        Peer peer = open(idle(IdleKind.READ, SOON_MILLIS), watcher);
        Link link = watcher.link();
        recorded(watcher, link::pause);
        int told = watcher.readMillis.size();
        watcher.pass(4 * SOON_MILLIS);
        assertEquals(told, watcher.readMillis.size());
        assertEquals(0, link.silentMillis());
        long resumed = System.nanoTime();
        link.resume();
        Await.until("silence after the resume", () -> watcher.readMillis.size() > told);
        long silent = watcher.readMillis.get(told);
        long most = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - resumed) + 1;
        assertTrue(silent >= SOON_MILLIS && silent <= most, () -> "silent for " + silent + " of " + most + " ms");
        peer.send("x");
        watcher.awaitReceived(1);
    }

    private static void recorded(Recorder recorder, Recorder.Hook task) {
        CountDownLatch ran = new CountDownLatch(1);
        recorder.execute(recorder.link(), () -> {
            task.run();
            ran.countDown();
        });
        Await.latch(ran);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNotCountOnceTheInputHasEnded() {
        Watcher watcher = new Watcher() {
            @Override
            void receiveEnded(Link link) throws Exception {
                // stays open: the other half works on
            }
        };
        TimeOptions times = TimeOptions.DEFAULT.withIdleMillis(500, 0).withMaxIdleMillis(2_000, 0);
        Listener listener = ports.listen(ports.open(), options(times), link -> watcher);
        Peer peer =
                ports.peer(listener.address()).shutdownOutput(); // at once, or the silence before it may end the link
        Await.latch(watcher.receiveEnded);
        int told = watcher.readMillis.size();
        watcher.pass(2_500);
        assertEquals(told, watcher.readMillis.size());
        assertEquals(0, watcher.link().silentMillis());
        watcher.link().send(new byte[] {'x'});
        assertEquals("x", peer.readText(1));
        assertTrue(watcher.link().isOpen());
    }

    /** The memory of the worker is kept by one link; what the peer of another sends cannot be read, but it did send. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNotTakeALackOfMemoryForSilence() {
        CopyOnWriteArrayList<Retained> kept = new CopyOnWriteArrayList<>();
        Recorder keeper = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) throws Exception {
                kept.add(link.retain());
            }
        };
        var port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 4));
        Peer hoarded = ports.peer(ports.listen(port, link -> keeper).address());
        for (int i = 1; i <= 4; i++) {
            hoarded.send("x");
            int want = i;
            Await.until("kept", () -> kept.size() == want);
        }
        Watcher watcher = new Watcher();
        TimeOptions times = TimeOptions.DEFAULT
                .withIdleMillis(500, 0)
                .withMaxIdleMillis(700, 0)
                .withDrainMillis(100);
        ports.peer(ports.listen(port, options(times), link -> watcher).address())
                .send("hello");
        watcher.pass(1_500);
        List<Long> told = List.copyOf(watcher.readMillis);
        assertTrue(watcher.link().isOpen());
        assertTrue(told.isEmpty(), () -> "told " + told);
        kept.forEach(Retained::close);
        watcher.awaitReceived(5);
        assertEquals(CloseReason.READ_IDLE, watcher.reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 1_200})
    @Execution(ExecutionMode.CONCURRENT)
    void shouldCloseGracefullyWhenNothingIsReceived(int millis) {
        Watcher watcher = new Watcher() {
            @Override
            void opened(Link link) throws Exception {
                link.send("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        };
        long start = System.nanoTime();
        Peer peer = open(TimeOptions.DEFAULT.withMaxIdleMillis(millis, 0), watcher);
        assertEquals("hello", peer.readText(5));
        peer.expectEnd();
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(millis - 1));
        peer.close();
        assertEquals(CloseReason.READ_IDLE, watcher.reason());
        assertEquals(0, watcher.count("idle"));
    }

    @Test
    void shouldCloseWhenNothingIsSentHoweverMuchIsReceived() {
        Watcher watcher = new Watcher();
        Peer peer = open(TimeOptions.DEFAULT.withMaxIdleMillis(0, 200).withDrainMillis(100), watcher);
        while (watcher.link().isOpen()) {
            peer.send("x");
            int received = watcher.receivedBytes();
            Await.until(
                    "more, or closing",
                    () -> watcher.receivedBytes() > received || !watcher.link().isOpen());
        }
        peer.close();
        assertEquals(CloseReason.WRITE_IDLE, watcher.reason());
    }

    @Test
    void shouldKeepTheReasonThoughThePeerDoesNotEnd() {
        Watcher watcher = new Watcher();
        Peer peer = open(TimeOptions.DEFAULT.withMaxIdleMillis(100, 0).withDrainMillis(100), watcher);
        assertEquals(CloseReason.READ_IDLE, watcher.reason());
        assertEquals(0, watcher.link().silentMillis());
        peer.close();
    }

    @Test
    void shouldTellBeforeItCloses() {
        Watcher watcher = new Watcher();
        Peer peer = open(TimeOptions.DEFAULT.withIdleMillis(100, 0).withMaxIdleMillis(600, 0), watcher);
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.READ_IDLE, watcher.reason());
        assertFalse(watcher.readMillis.isEmpty());
        assertTrue(watcher.readMillis.stream().allMatch(silent -> silent < 600), () -> "told " + watcher.readMillis);
    }

    @Test
    void shouldBearAHandlerThatThrows() {
        ports.expectHandlerErrors(1);
        Recorder failing = new Recorder(ports) {
            @Override
            void idle(Link link, IdleKind kind, long silentMillis) throws Exception {
                throw new IllegalStateException("on purpose");
            }
        };
        open(TimeOptions.DEFAULT.withIdleMillis(20, 20), failing);
        assertEquals(CloseReason.HANDLER_ERROR, failing.reason());
        assertEquals(1, failing.count("idle"));
    }

    @Test
    void shouldWorkForWhoConnectsToo() {
        var port = ports.open();
        Listener silent = ports.listen(port, link -> new Recorder(ports));
        Watcher watcher = new Watcher();
        Await.value(port.connect(
                silent.address(),
                org.linkport.ConnectOptions.DEFAULT.withLink(options(idle(IdleKind.READ, 50))),
                link -> watcher));
        Await.until("told", () -> watcher.readMillis.size() >= 2);
        watcher.link().close();
        watcher.reason();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldSayHowLongItHasBeenSilent() {
        Watcher watcher = new Watcher();
        Peer peer = open(TimeOptions.DEFAULT, watcher);
        Link link = watcher.link();
        Await.until("1.1 s of silence", () -> link.silentMillis() >= 1_100);
        long before = System.nanoTime();
        peer.send("x");
        watcher.awaitReceived(1);
        long silent = link.silentMillis();
        long most = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before) + 2;
        assertTrue(silent <= most, () -> "silent for " + silent + " of " + most + " ms");
        assertEquals(0, watcher.count("idle"));
    }
}
