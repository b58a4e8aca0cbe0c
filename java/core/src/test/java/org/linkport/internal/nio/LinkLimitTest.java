/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attacks the limit under threads, and the wake-up of those who wait for room. */
class LinkLimitTest {
    @Test
    void shouldTellEveryoneWhoWaits() {
        LinkLimit limit = new LinkLimit(1);
        assertTrue(limit.tryTake());
        assertFalse(limit.tryTake());
        List<String> told = new ArrayList<>();
        limit.whenRoom(() -> told.add("a"));
        limit.whenRoom(() -> told.add("b"));
        limit.give();
        limit.give();
        assertEquals(List.of("a", "b"), told);
    }

    @Test
    void shouldTellAtOnceIfThereIsRoomAlready() {
        LinkLimit limit = new LinkLimit(1);
        List<String> told = new ArrayList<>();
        limit.whenRoom(() -> told.add("a"));
        assertEquals(List.of("a"), told);
    }

    @Test
    void shouldNeitherExceedTheLimitNorForgetAnyone() throws InterruptedException {
        int most = 2;
        LinkLimit limit = new LinkLimit(most);
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger exceeded = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 3_000; i++) {
                    while (!limit.tryTake()) {
                        Semaphore room = new Semaphore(0);
                        limit.whenRoom(room::release);
                        if (!acquire(room)) {
                            forgotten.incrementAndGet();
                            return;
                        }
                    }
                    if (taken.incrementAndGet() > most) {
                        exceeded.incrementAndGet();
                    }
                    taken.decrementAndGet();
                    limit.give();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, exceeded.get());
        assertEquals(0, forgotten.get());
    }

    @Test
    void shouldCountInBothLimits() {
        LinkLimit port = new LinkLimit(3);
        LinkLimit listener = port.within(2);
        assertSame(port, port.within(0));
        assertTrue(listener.tryTake());
        assertTrue(port.tryTake());
        assertTrue(listener.tryTake());
        assertFalse(listener.tryTake());
        listener.give();
        assertTrue(port.tryTake());
        assertFalse(listener.tryTake());
        port.give();
        assertTrue(listener.tryTake());
    }

    @Test
    void shouldWaitForTheLimitThatIsReached() {
        LinkLimit port = new LinkLimit(2);
        LinkLimit one = port.within(1);
        LinkLimit other = port.within(2);
        List<String> told = new ArrayList<>();
        assertTrue(one.tryTake());
        one.whenRoom(() -> told.add("of its own"));
        assertTrue(other.tryTake());
        assertFalse(other.tryTake());
        other.whenRoom(() -> told.add("of all"));
        other.give();
        assertEquals(List.of("of all"), told);
        one.give();
        assertEquals(List.of("of all", "of its own"), told);
    }

    private static boolean acquire(Semaphore room) {
        try {
            return room.tryAcquire(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
