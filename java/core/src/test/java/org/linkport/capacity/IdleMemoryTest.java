/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Scanner;
import org.junit.jupiter.api.Test;

/** Memory that links which do nothing cost: 19,000 of them, beside as many bare channels of the JVM. */
class IdleMemoryTest {
    private static final int LINKS = 19_000;
    private static final int HEAP_BYTES_MAX = 1_024;

    /** For each connection. */
    private record Growth(long heapBytes, long processBytes) {
        static Growth of(String what) throws Exception {
            try (ChildJvm measured = ChildJvm.start(IdleMemory.class, what, LINKS)) {
                Scanner figures = new Scanner(measured.output());
                return new Growth(figures.nextLong(), figures.nextLong());
            }
        }
    }

    @Test
    void shouldCostLittleBeyondTheSocketObjectsOfTheJvm() throws Exception {
        Growth channels = Growth.of("channels");
        Growth links = Growth.of("links");
        long ours = links.heapBytes() - channels.heapBytes();
        System.out.printf(
                "an idle link: %d bytes of heap beyond the %d of the JVM's channel; the process grows by %d, with channels alone by %d%n",
                ours, channels.heapBytes(), links.processBytes(), channels.processBytes());
        assertTrue(ours <= HEAP_BYTES_MAX, () -> ours + " bytes of heap for each idle link");
        assertTrue(ours > 50, "the links were measured");
        assertTrue(channels.heapBytes() > 100, "the channels were measured");
    }
}
