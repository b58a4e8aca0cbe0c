/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Histogram;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.WorkerStats;

/**
 * What a person tunes workers by is true: how many events a step brings, how many tasks there were, how long callbacks
 * take, who listens, who is paused. Attacks callbacks that take long, that throw, and that began before anybody looked.
 */
class WorkerFiguresTest {
    private static final long LONG_NANOS = 30_000_000;

    @RegisterExtension
    final Ports ports = new Ports();

    private static void spendTime() {
        long end = System.nanoTime() + LONG_NANOS;
        for (long left = LONG_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static WorkerStats only(Linkport port) {
        return port.stats().workers().get(0);
    }

    /** What comes after this is in a step that knows of the last look. */
    private static void beginStep(Link link) {
        CountDownLatch ran = new CountDownLatch(1);
        link.execute(ran::countDown);
        Await.latch(ran);
    }

    @Test
    void shouldTellTheLongestCallbackSinceSomebodyLooks() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        WorkerStats before = only(port);
        CountDownLatch ran = new CountDownLatch(2);
        beginStep(recorder.link());
        recorder.link().execute(() -> {
            spendTime();
            ran.countDown();
        });
        recorder.link().execute(ran::countDown);
        Await.latch(ran);
        Await.until("timed", () -> only(port).longestCallbackNanos() >= LONG_NANOS);
        Histogram since = only(port).callbackMicros().since(before.callbackMicros());
        assertTrue(since.bound(since.largest()) >= LONG_NANOS / 1_000, since::toString);
        assertTrue(since.total() >= 1, since::toString);
    }

    @Test
    void shouldTimeCallbacksThatThrow() {
        ports.expectHandlerErrors(1);
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        only(port);
        beginStep(recorder.link());
        recorder.link().execute(() -> {
            spendTime();
            throw new IllegalStateException("on purpose");
        });
        recorder.reason();
        Await.until("timed", () -> only(port).longestCallbackNanos() >= LONG_NANOS);
    }

    @Test
    void shouldCountTasks() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        CountDownLatch ran = new CountDownLatch(11);
        for (int i = 0; i < 10; i++) {
            assertTrue(recorder.link().execute(ran::countDown));
        }
        recorder.link().schedule(1, ran::countDown);
        Await.latch(ran);
        assertEquals(11, port.stats().tasks());
    }

    @Test
    void shouldCountTheEventsOfEachStep() {
        Linkport port = ports.open(ports.builder().workers(1));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, new Recorder.Echo(ports));
        for (int i = 0; i < 20; i++) {
            peer.send("x").read(1);
        }
        WorkerStats stats = only(port);
        Histogram events = stats.stepEvents();
        assertTrue(events.total() - events.counts().get(0) >= 20, () -> "steps with events: " + events);
        assertTrue(
                events.total() <= only(port).steps(),
                () -> events + " in " + only(port).steps());
    }

    @Test
    void shouldNameItsOpenListeners() {
        Linkport port = ports.open();
        assertEquals(List.of(), port.listeners());
        Listener first = ports.listen(port, link -> new Recorder(ports));
        Listener second = ports.listen(port, link -> new Recorder(ports));
        assertEquals(List.of(first, second), port.listeners());
        first.close();
        assertEquals(List.of(second), port.listeners());
        port.close();
        assertEquals(List.of(), port.listeners());
    }

    @Test
    void shouldTellWhoIsPaused() {
        Recorder recorder = new Recorder(ports);
        ports.peerOf(ports.open(), LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        assertFalse(link.stats().paused());
        assertFalse(link.isPaused());
        link.pause();
        assertTrue(link.stats().paused());
        assertTrue(link.isPaused());
        link.resume();
        assertFalse(link.stats().paused());
    }
}
