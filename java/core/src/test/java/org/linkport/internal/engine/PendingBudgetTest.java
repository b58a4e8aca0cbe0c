/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Attacks the limit over all workers: at its edge, with what others hold unused, with threads that take and give at once. */
class PendingBudgetTest {
    private static PendingBudget.Share[] shares(long maxBytes, int workers) {
        PendingBudget budget = Objects.requireNonNull(PendingBudget.of(maxBytes, workers));
        PendingBudget.Share[] shares = new PendingBudget.Share[workers];
        for (int i = 0; i < workers; i++) {
            shares[i] = new PendingBudget.Share(budget);
        }
        return shares;
    }

    @Test
    void shouldBeNoneWithoutALimit() {
        assertNull(PendingBudget.of(0, 4));
    }

    @Test
    void shouldBeExactForOneWorker() {
        PendingBudget.Share only = shares(1_000, 1)[0];
        for (int round = 0; round < 10; round++) {
            assertFalse(only.take(1_001));
            assertTrue(only.take(999));
            assertFalse(only.take(2));
            assertTrue(only.take(1));
            assertTrue(only.take(0));
            assertFalse(only.take(1));
            only.give(1);
            assertTrue(only.take(1));
            only.give(1_000);
        }
    }

    @Test
    void shouldBeExactWhereAPortionIsNothing() {
        PendingBudget.Share[] two = shares(3, 2);
        assertTrue(two[0].take(1));
        assertTrue(two[1].take(2));
        assertFalse(two[0].take(1));
        two[1].give(2);
        assertTrue(two[0].take(2));
    }

    @Test
    void shouldKeepNoMoreThanAnEighthFromTheOthers() {
        long max = 1_000_000;
        PendingBudget.Share[] shares = shares(max, 8);
        for (PendingBudget.Share share : shares) {
            assertTrue(share.take(100_000));
        }
        for (PendingBudget.Share share : shares) {
            for (int i = 0; i < 100; i++) {
                share.give(1_000);
            }
        }
        assertTrue(shares[3].take(max - max / 8));
        assertFalse(shares[3].take(max / 8 + 1));
    }

    @Test
    void shouldNeverExceedTheLimitNorLoseAByte() throws InterruptedException {
        long max = 100_000;
        PendingBudget.Share[] shares = shares(max, 2);
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            PendingBudget.Share share = shares[t % 2];
            SplittableRandom dice = new SplittableRandom(t);
            threads.add(new Thread(() -> takeAndGive(share, dice, taken, most)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, taken.get());
        assertTrue(most.get() <= max, () -> "taken at once: " + most);
        assertTrue(shares[0].take(max - max / 8));
    }

    private static void takeAndGive(
            PendingBudget.Share share, SplittableRandom dice, AtomicLong taken, AtomicLong most) {
        long mine = 0;
        for (int i = 0; i < 200_000; i++) {
            long bytes = dice.nextLong(40_000);
            if (dice.nextBoolean() && share.take(bytes)) {
                mine += bytes;
                most.accumulateAndGet(taken.addAndGet(bytes), Math::max);
            } else if (mine > 0) {
                long back = dice.nextLong(mine + 1);
                mine -= back;
                taken.addAndGet(-back);
                share.give(back);
            }
        }
        taken.addAndGet(-mine);
        share.give(mine);
    }
}
