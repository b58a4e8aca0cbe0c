/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attacks the agreement between a worker that goes to sleep and posters: no lost wake, no double one, none too late. */
class WakeGateTest {
    private final WakeGate gate = new WakeGate();
    private final AtomicInteger wakes = new AtomicInteger();

    private boolean wake() {
        return gate.wakeIfAsleep(wakes::incrementAndGet);
    }

    @Test
    void shouldWakeOnceForEachSleep() {
        assertFalse(wake());
        gate.announceSleep();
        assertTrue(wake());
        assertFalse(wake());
        gate.awake();
        assertFalse(wake());
        gate.announceSleep();
        assertTrue(wake());
        assertEquals(2, wakes.get());
    }

    @Test
    void shouldNeverWakeAfterClose() {
        gate.announceSleep();
        gate.close();
        assertFalse(wake());
        assertEquals(0, wakes.get());
    }

    @Test
    void shouldLoseNoWake() throws InterruptedException {
        int posts = 60_000;
        Mailbox mailbox = new Mailbox();
        Semaphore sleep = new Semaphore(0);
        AtomicInteger delivered = new AtomicInteger();
        List<Thread> posters = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            posters.add(new Thread(() -> {
                for (int i = 0; i < posts; i++) {
                    mailbox.post(new EngineMail(delivered::incrementAndGet, () -> {}));
                    gate.wakeIfAsleep(sleep::release);
                }
            }));
        }
        posters.forEach(Thread::start);
        while (delivered.get() < 3 * posts) {
            mailbox.deliverAll();
            gate.announceSleep();
            if (mailbox.isEmpty() && delivered.get() < 3 * posts) {
                assertTrue(sleep.tryAcquire(20, TimeUnit.SECONDS), "a wake was lost");
            }
            gate.awake();
            sleep.drainPermits();
        }
        for (Thread poster : posters) {
            poster.join();
        }
    }

    @Test
    void shouldWaitForWakesUnderWayWhenItCloses() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            WakeGate closing = new WakeGate();
            AtomicBoolean freed = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            closing.announceSleep();
            List<Thread> posters = new ArrayList<>();
            for (int p = 0; p < 3; p++) {
                posters.add(new Thread(() -> closing.wakeIfAsleep(() -> {
                    Thread.onSpinWait();
                    late.compareAndSet(false, freed.get());
                })));
            }
            posters.forEach(Thread::start);
            closing.close();
            freed.set(true);
            for (Thread poster : posters) {
                poster.join();
            }
            assertFalse(late.get(), "a wake ran after close");
        }
    }
}
