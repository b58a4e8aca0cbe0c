/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkTimer;

/**
 * Tasks of a link at a time to come. Attacks delays of more than a second, of which a careless difference of times keeps
 * the millisecond part only; the order; cancelling by other threads; the end of the link.
 */
class ScheduleTest {
    private static final long FAR_MILLIS = 3_600_000;

    @RegisterExtension
    final Ports ports = new Ports();

    private final Recorder recorder = new Recorder(ports);

    private Link open() {
        ports.peerOf(recorder);
        return recorder.link();
    }

    /** Which a task scheduled now comes behind. */
    private void runOne(Link link) {
        CountDownLatch ran = new CountDownLatch(1);
        recorder.schedule(link, 0, ran::countDown);
        Await.latch(ran);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 200, 1_300, 2_000})
    @Execution(ExecutionMode.CONCURRENT)
    void shouldRunAfterItsDelayAndNotBefore(long delayMillis) {
        Link link = open();
        CompletableFuture<Long> ranAt = new CompletableFuture<>();
        long start = System.nanoTime();
        LinkTimer timer = recorder.schedule(link, delayMillis, () -> ranAt.complete(System.nanoTime()));
        long passed = Await.value(ranAt) - start;
        assertTrue(passed >= TimeUnit.MILLISECONDS.toNanos(delayMillis), () -> "ran after " + passed + " ns");
        assertFalse(timer.isPending());
        assertFalse(timer.cancel());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldRunInTheOrderOfTheirTimesWhoeverSchedules() {
        Link link = open();
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(6);
        recorder.execute(link, () -> {
            for (int delay : new int[] {1_200, 300, 0}) {
                recorder.schedule(link, delay, () -> {
                    order.add(delay);
                    all.countDown();
                });
            }
        });
        for (int delay : new int[] {1_700, 700, 2_100}) {
            recorder.schedule(link, delay, () -> {
                order.add(delay);
                all.countDown();
            });
        }
        Await.latch(all);
        assertEquals(List.of(0, 300, 700, 1_200, 1_700, 2_100), order);
    }

    @Test
    void shouldCountFromTheCallAndNotFromTheStep() {
        Link link = open();
        CompletableFuture<Long> passed = new CompletableFuture<>();
        recorder.execute(link, () -> {
            long busyUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
            while (System.nanoTime() < busyUntil) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            recorder.schedule(link, 200, () -> passed.complete(System.nanoTime() - start));
        });
        assertTrue(Await.value(passed) >= TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void shouldNotRunWhatWasCancelled() {
        Link link = open();
        AtomicInteger ran = new AtomicInteger();
        LinkTimer byOther = recorder.schedule(link, 100, ran::incrementAndGet);
        assertTrue(byOther.cancel());
        assertFalse(byOther.cancel());
        assertFalse(byOther.isPending());
        CompletableFuture<Boolean> byOwner = new CompletableFuture<>();
        recorder.execute(link, () -> {
            LinkTimer timer = recorder.schedule(link, 100, ran::incrementAndGet);
            byOwner.complete(timer.isPending() && timer.cancel() && !timer.cancel());
        });
        assertTrue(Await.value(byOwner));
        CountDownLatch later = new CountDownLatch(1);
        recorder.schedule(link, 200, later::countDown);
        Await.latch(later);
        assertEquals(0, ran.get());
    }

    @Test
    void shouldRunOrCancelButNeverBoth() {
        Link link = open();
        int count = 2_000;
        AtomicInteger ran = new AtomicInteger();
        int cancelled = 0;
        for (int i = 0; i < count; i++) {
            LinkTimer timer = recorder.schedule(link, i % 3, ran::incrementAndGet);
            cancelled += i % 2 == 0 && timer.cancel() ? 1 : 0;
        }
        int left = count - cancelled;
        Await.until(() -> "ran " + ran + " of " + left, () -> ran.get() == left);
        CountDownLatch later = new CountDownLatch(1);
        recorder.schedule(link, 50, later::countDown);
        Await.latch(later);
        assertEquals(left, ran.get());
    }

    @Test
    void shouldRunARhythm() {
        Link link = open();
        CountDownLatch beats = new CountDownLatch(20);
        recorder.schedule(link, 5, new Recorder.Hook() {
            @Override
            public void run() {
                beats.countDown();
                if (beats.getCount() > 0) {
                    recorder.schedule(link, 5, this);
                }
            }
        });
        Await.latch(beats);
    }

    @Test
    void shouldEndWithTheLink() {
        Link link = open();
        List<LinkTimer> timers = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            timers.add(recorder.schedule(link, FAR_MILLIS + i, ran::incrementAndGet));
        }
        runOne(link);
        link.abort();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
        for (LinkTimer timer : timers) {
            assertFalse(timer.isPending());
            assertFalse(timer.cancel());
        }
        LinkTimer tooLate = link.schedule(0, ran::incrementAndGet);
        Await.until("the task of a closed link ended", () -> !tooLate.isPending());
        assertEquals(0, ran.get());
    }

    @Test
    void shouldStillRunWhileTheLinkDrains() {
        Link link = open();
        CountDownLatch ran = new CountDownLatch(1);
        recorder.schedule(link, 100, ran::countDown);
        link.close(); // the peer does not end, so it drains
        Await.latch(ran);
    }

    @Test
    void shouldCloseTheLinkOfATaskThatThrows() {
        ports.expectHandlerErrors(1);
        Link link = open();
        recorder.schedule(link, 10, () -> {
            throw new IllegalStateException("on purpose");
        });
        assertEquals(CloseReason.HANDLER_ERROR, recorder.reason());
    }

    @Test
    void shouldNotHoldUpAShutdown() {
        Link link = open();
        LinkTimer timer = recorder.schedule(link, FAR_MILLIS, () -> {});
        // The rest is the end of every test: no thread is left, and in less than an hour.
        assertTrue(timer.isPending());
    }

    @Test
    void shouldRefuseDelaysOutOfRange() {
        Link link = open();
        assertEquals(
                "delayMillis is -1 and must be from 0 to 31536000000",
                assertThrows(IllegalArgumentException.class, () -> link.schedule(-1, () -> {}))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> link.schedule(31_536_000_001L, () -> {}));
        assertThrows(NullPointerException.class, () -> link.schedule(1, null));
    }
}
