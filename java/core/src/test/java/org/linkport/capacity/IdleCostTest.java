/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Scanner;
import org.junit.jupiter.api.Test;

/** Work that deadlines cause while nothing expires: 19,000 silent links with idle times of a minute, and without. */
class IdleCostTest {
    private static final int LINKS = 19_000;
    private static final int STEPS_MAX = 500;

    private record Cost(long steps, long micros) {
        static Cost of(int idleMillis) throws Exception {
            try (ChildJvm measured = ChildJvm.start(IdleCost.class, idleMillis, LINKS)) {
                Scanner figures = new Scanner(measured.output());
                return new Cost(figures.nextLong(), figures.nextLong());
            }
        }
    }

    @Test
    void shouldCostNothingWhileNothingExpires() throws Exception {
        Cost without = Cost.of(0);
        Cost with = Cost.of(60_000);
        System.out.printf(
                "%d silent links for 5 s: %d steps and %d us of processor time with deadlines in 60 s, %d and %d without%n",
                LINKS, with.steps(), with.micros(), without.steps(), without.micros());
        assertTrue(with.steps() <= STEPS_MAX, () -> with.steps() + " steps");
        assertTrue(without.steps() <= STEPS_MAX, () -> without.steps() + " steps");
    }
}
