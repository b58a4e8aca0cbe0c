/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * HandlerPool by a clock of the test, which also says when to look: grows and shrinks by utilisation within its bounds.
 * Attacks its attachments with failures, its threads with tasks that throw, its end with tasks that wait.
 */
class HandlerPoolTest {
    private static final int SECONDS = 30;
    private static final HandlerPoolOptions OPTIONS =
            HandlerPoolOptions.DEFAULT.withName("pooltest").withThreads(2, 5);

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L); // a clock may well be negative
    private final List<HandlerPool> pools = new ArrayList<>();
    private final CountDownLatch leave = new CountDownLatch(1);

    @AfterEach
    void nothingIsLeft() {
        leave.countDown();
        pools.forEach(HandlerPool::close);
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pooltest") && thread.isAlive())
                .peek(thread -> await("it ends", () -> !thread.isAlive()))
                .filter(Thread::isAlive)
                .count();
        assertEquals(0, threads);
    }

    private HandlerPool open(HandlerPoolOptions options) {
        HandlerPool pool = new HandlerPool(options, nanos::get);
        pools.add(pool);
        pool.start();
        return pool;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "not so after " + SECONDS + " s: " + what);
            Thread.onSpinWait();
        }
    }

    private void block() {
        try {
            assertTrue(leave.await(SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void look(HandlerPool pool, AtomicLong nanos, int threads) {
        nanos.addAndGet(100_000_000);
        pool.sample();
        await(threads + " threads", () -> pool.stats().threads() == threads);
    }

    @Test
    void shouldGrowWhileBusyAndShrinkWhileIdleWithinItsBounds() {
        HandlerPool pool = open(OPTIONS);
        assertEquals(2, pool.stats().threads());
        for (int i = 0; i < 8; i++) {
            pool.execute(this::block);
        }
        await("both are busy", () -> pool.stats().busyThreads() == 2);
        assertEquals(6, pool.stats().waitingTasks());
        look(pool, nanos, 3);
        assertEquals(100, pool.stats().busyPercent());
        await("the third is busy", () -> pool.stats().busyThreads() == 3);
        look(pool, nanos, 4);
        await("the fourth is busy", () -> pool.stats().busyThreads() == 4);
        look(pool, nanos, 5);
        look(pool, nanos, 5);
        leave.countDown();
        await("all ran", () -> pool.stats().tasksRun() == 8);
        for (int threads = 5; threads > 2; threads--) {
            look(pool, nanos, threads - 1);
        }
        look(pool, nanos, 2);
        assertEquals(0, pool.stats().busyPercent());
        assertEquals(5, pool.stats().threadsStarted());
    }

    @Test
    void shouldStayBetweenItsShares() {
        HandlerPool pool = open(OPTIONS);
        pool.execute(this::block); // one of two is busy: 50 %
        await("one is busy", () -> pool.stats().busyThreads() == 1);
        look(pool, nanos, 2);
        look(pool, nanos, 2);
        assertEquals(50, pool.stats().busyPercent());
        assertEquals(2, pool.stats().threadsStarted());
    }

    /** Counts what is made and closed. */
    private static final class Counting implements HandlerPoolOptions.Attachments {
        final AtomicInteger made = new AtomicInteger();
        final Set<Object> open = ConcurrentHashMap.newKeySet();
        volatile boolean failing;

        @Override
        public Object make() {
            if (failing) {
                throw new IllegalStateException("on purpose");
            }
            String attachment = Thread.currentThread().getName() + "/" + made.incrementAndGet();
            open.add(attachment);
            return attachment;
        }

        @Override
        public void close(Object attachment) {
            assertTrue(((String) attachment).startsWith(Thread.currentThread().getName() + "/"), "another thread");
            open.remove(attachment);
            if (failing) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    @Test
    void shouldMakeAnAttachmentForEachThreadAndCloseIt() {
        Counting attachments = new Counting();
        HandlerPool pool = open(OPTIONS.withAttachments(attachments));
        assertEquals(2, attachments.open.size());
        Set<String> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                seen.add(HandlerPool.attachment(String.class));
                assertThrows(ClassCastException.class, () -> HandlerPool.attachment(Integer.class));
                both.countDown();
                block();
            });
        }
        await("both run", () -> both.getCount() == 0);
        assertEquals(attachments.open, seen);
        look(pool, nanos, 3);
        assertEquals(3, attachments.open.size());
        leave.countDown();
        pool.close();
        assertEquals(Set.of(), attachments.open);
        assertEquals(0, pool.stats().tasksFailed());
        assertThrows(IllegalStateException.class, () -> HandlerPool.attachment(String.class));
    }

    @Test
    void shouldNotOpenWithoutAttachmentsAndGoOnWithoutMore() {
        Counting attachments = new Counting();
        HandlerPool pool = open(OPTIONS.withAttachments(attachments));
        attachments.failing = true;
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> HandlerPool.open(OPTIONS.withAttachments(attachments)));
        assertEquals("on purpose", failure.getCause().getMessage());
        assertEquals(2, attachments.open.size(), "of the other pool");
        pool.execute(this::block);
        pool.execute(this::block);
        await("both are busy", () -> pool.stats().busyThreads() == 2);
        nanos.addAndGet(100_000_000);
        pool.sample();
        await("a failure", () -> pool.stats().attachmentsFailed() == 1);
        assertEquals(2, pool.stats().threads());
        attachments.failing = false;
        look(pool, nanos, 3);
        attachments.failing = true;
        leave.countDown();
        pool.close();
        assertEquals(4, pool.stats().attachmentsFailed());
        assertEquals(Set.of(), attachments.open);
    }

    @Test
    void shouldSurviveTasksThatThrowAndInterrupt() throws InterruptedException {
        HandlerPool pool = open(OPTIONS.withThreads(1, 1));
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            pool.execute(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.incrementAndGet();
                }
                Thread.currentThread().interrupt();
                throw new StackOverflowError("on purpose");
            });
        }
        pool.shutdown();
        assertTrue(pool.awaitEnd(SECONDS * 1_000L));
        assertEquals(20, pool.stats().tasksRun());
        assertEquals(20, pool.stats().tasksFailed());
        assertEquals(1, pool.stats().threadsStarted());
        assertEquals(0, interrupted.get());
    }

    @Test
    void shouldRejectBeyondItsQueueAndAfterItsEndButRunWhatItAccepted() throws InterruptedException {
        HandlerPool pool = open(OPTIONS.withThreads(1, 1).withQueueLimit(3));
        pool.execute(this::block);
        await("it is busy", () -> pool.stats().busyThreads() == 1);
        AtomicInteger ran = new AtomicInteger();
        pool.execute(pool::close); // on its own thread: does not wait for itself
        pool.execute(ran::incrementAndGet);
        pool.execute(ran::incrementAndGet);
        assertThrows(RejectedExecutionException.class, () -> pool.execute(ran::incrementAndGet));
        assertFalse(pool.awaitEnd(0));
        leave.countDown();
        assertTrue(pool.awaitEnd(SECONDS * 1_000L));
        assertThrows(RejectedExecutionException.class, () -> pool.execute(ran::incrementAndGet));
        assertEquals(2, ran.get());
        assertEquals(2, pool.stats().tasksRejected());
        assertEquals(4, pool.stats().tasksRun());
    }

    @Test
    void shouldLookByItself() {
        HandlerPool pool = HandlerPool.open(OPTIONS.withUtilisation(50, 10, 1));
        pools.add(pool);
        for (int i = 0; i < 5; i++) {
            pool.execute(this::block);
        }
        await("it has grown", () -> pool.stats().threads() == 5);
        leave.countDown();
        await("it has shrunk", () -> pool.stats().threads() == 2);
    }

    @Test
    void shouldCheckItsOptions() {
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withThreads(0, 1));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withThreads(2, 1));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withUtilisation(50, 50, 1));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withUtilisation(100, 50, 1));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withUtilisation(50, 10, 0));
        String message = assertThrows(IllegalArgumentException.class, () -> OPTIONS.withQueueLimit(0))
                .getMessage();
        assertEquals("queueLimit is 0 and must be from 1 to 1073741824", message);
    }
}
