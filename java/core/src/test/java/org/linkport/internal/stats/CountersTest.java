/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.linkport.CloseReason;

/** Attacks the layout: every counter and reason has a place of its own. */
class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void shouldKeepEveryCounterApart() {
        for (Counter counter : Counter.values()) {
            counters.set(counter, 0);
        }
        for (Counter counter : Counter.values()) {
            counters.add(counter, 1);
            counters.add(counter, 2);
            counters.addFromAnyThread(counter);
            assertEquals(4, counters.value(counter));
        }
        long sum = 0;
        for (Counter counter : Counter.values()) {
            sum += counters.value(counter);
        }
        assertEquals(4L * Counter.values().length, sum);
    }

    @Test
    void shouldCountClosesByReason() {
        for (CloseReason reason : CloseReason.values()) {
            counters.closed(reason);
        }
        for (CloseReason reason : CloseReason.values()) {
            assertEquals(1, counters.closes(reason));
        }
    }
}
