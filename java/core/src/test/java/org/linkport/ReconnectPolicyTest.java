/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * When a client comes back: later each time, up to a limit, and many clients not together. Attacks the arithmetic with
 * many failures and the crowd of a server that dies.
 */
class ReconnectPolicyTest {
    private static final ReconnectPolicy POLICY = ReconnectPolicy.DEFAULT.withDelays(100, 2, 1_000, 0.5);

    @Test
    void shouldWaitEverLongerUpToItsLimit() {
        long[] longest = {100, 200, 400, 800, 1_000, 1_000};
        for (int failures = 1; failures <= longest.length; failures++) {
            assertEquals(longest[failures - 1], POLICY.delayMillis(failures, 0));
            assertEquals(longest[failures - 1] / 2, POLICY.delayMillis(failures, 1));
        }
        assertEquals(1_000, POLICY.delayMillis(Integer.MAX_VALUE, 0));
        assertEquals(1, POLICY.withDelays(1, 1, 1, 1).delayMillis(1, 1), "never at once");
    }

    @Test
    void shouldSpreadManyClientsOverTheTime() {
        int clients = 10_000;
        int[] perTenth = new int[10];
        SplittableRandom chance = new SplittableRandom(1);
        for (int i = 0; i < clients; i++) {
            long delay = ReconnectPolicy.DEFAULT.delayMillis(1, chance.nextDouble());
            perTenth[(int) Math.min(9, (delay - 500) / 50)]++; // from half a second to one
        }
        for (int count : perTenth) {
            assertTrue(count > clients / 20 && count < clients / 5, () -> "clients in 50 ms: " + count);
        }
    }

    @Test
    void shouldGiveUpAtItsLimitsOnly() {
        assertFalse(POLICY.givesUp(1_000_000, Long.MAX_VALUE));
        assertFalse(POLICY.withLimits(3, 0).givesUp(2, Long.MAX_VALUE));
        assertTrue(POLICY.withLimits(3, 0).givesUp(3, 0));
        assertFalse(POLICY.withLimits(0, 50).givesUp(9, 49));
        assertTrue(POLICY.withLimits(0, 50).givesUp(0, 50));
    }

    @Test
    void shouldCheckItsRanges() {
        assertThrows(IllegalArgumentException.class, () -> POLICY.withDelays(0, 2, 1_000, 0));
        assertThrows(IllegalArgumentException.class, () -> POLICY.withDelays(10, 2, 9, 0));
        assertThrows(IllegalArgumentException.class, () -> POLICY.withDelays(10, Double.NaN, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> POLICY.withLimits(-1, 0));
        String message = assertThrows(IllegalArgumentException.class, () -> POLICY.withDelays(10, 2, 10, 1.5))
                .getMessage();
        assertEquals("jitter is 1.5 and must be from 0.0 to 1.0", message);
    }
}
