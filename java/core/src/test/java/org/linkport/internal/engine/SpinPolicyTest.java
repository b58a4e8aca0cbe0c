/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Attacks a worker that spins though that does not pay, that never spins again, and one whose clock is negative. */
class SpinPolicyTest {
    private static final long START = -10_000;
    private static final long MICRO = 1_000;

    private final SpinPolicy policy = new SpinPolicy(50);

    @Test
    void shouldSpinForSoLong() {
        assertTrue(policy.pauses(START));
        assertTrue(policy.goesOn(START + 49 * MICRO));
        assertFalse(policy.goesOn(START + 50 * MICRO));
    }

    @Test
    void shouldSleepAtOnceAfterALongPauseAndSpinAfterAShortOne() {
        assertTrue(policy.pauses(START));
        policy.ends(START + 51 * MICRO);
        assertFalse(policy.pauses(START + 60 * MICRO));
        policy.ends(START + 110 * MICRO);
        assertTrue(policy.pauses(START + 120 * MICRO));
    }

    @Test
    void shouldNeverSpinByDefault() {
        SpinPolicy none = new SpinPolicy(0);
        assertFalse(none.pauses(START));
        none.ends(START);
        assertFalse(none.pauses(START));
    }
}
