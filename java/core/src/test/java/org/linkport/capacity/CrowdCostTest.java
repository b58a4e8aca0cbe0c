/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Scanner;
import org.junit.jupiter.api.Test;

/**
 * What 19,000 links cost who looks at all of them each second, or tells all of them something. The times are printed;
 * their bounds are those of a machine that does much else, and still far from a second.
 */
class CrowdCostTest {
    private static final int LINKS = 19_000;
    private static final int WORKERS = 2;
    private static final int SECOND_MICROS = 1_000_000;

    @Test
    void shouldCostLittleToWatchAndToTellAllLinks() throws Exception {
        try (ChildJvm measured = ChildJvm.start(CrowdCost.class, LINKS)) {
            Scanner figures = new Scanner(measured.output());
            long snapshot = figures.nextLong();
            long eachLink = figures.nextLong();
            long broadcast = figures.nextLong();
            long delivery = figures.nextLong();
            long wakes = figures.nextLong();
            System.out.printf(
                    "%d links: %d us for a snapshot of the Linkport, %d us for the statistics of every link; a broadcast of 64 bytes takes its caller %d us, is with the system after %d us, and wakes %d times at most%n",
                    LINKS, snapshot, eachLink, broadcast, delivery, wakes);
            assertTrue(snapshot < SECOND_MICROS / 100, () -> snapshot + " us for a snapshot");
            assertTrue(eachLink < SECOND_MICROS / 4, () -> eachLink + " us for the statistics of every link");
            assertTrue(wakes <= WORKERS, () -> wakes + " wakes for one broadcast");
        }
    }
}
