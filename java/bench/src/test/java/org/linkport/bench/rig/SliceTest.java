/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Attacks how the rig reads what a process says: figures in the wrong place, or made of a line that says none. */
final class SliceTest {
    private static final String LINE = "result messages=4 bytes=256 nanos=2000000000 cpu_nanos=8000 user_ticks=1"
            + " system_ticks=3 load_cpu_nanos=9 latencies=10:3,100000:1";

    @Test
    void shouldReadAllFigures() {
        Slice slice = Slice.parse(Answer.parse(LINE, "result"));
        assertEquals(2_000, slice.cpuNanosPerMessage());
        assertEquals(2, slice.messagesPerSecond());
        assertEquals(1, slice.userTicks());
        assertEquals(3, slice.systemTicks());
        assertEquals(9, slice.loadCpuNanos());
        assertEquals(4, slice.latencies().getTotalCount());
        assertEquals(10, slice.latencies().getValueAtPercentile(75));
        assertTrue(
                slice.latencies().valuesAreEquivalent(100_000, slice.latencies().getMaxValue()));
    }

    @Test
    void shouldRefuseASliceWithoutMessages() {
        assertThrows(
                ServerFailure.class,
                () -> Slice.parse(Answer.parse(LINE.replace("messages=4", "messages=0"), "result")));
    }

    @Test
    void shouldRefuseAnotherLine() {
        assertThrows(ServerFailure.class, () -> Answer.parse("ready links=4", "result"));
        assertThrows(ServerFailure.class, () -> Slice.parse(Answer.parse("result messages=1", "result")));
    }
}
