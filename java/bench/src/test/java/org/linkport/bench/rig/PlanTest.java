/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.bench.result.Cell;

/** Attacks the plan of a full run: a cell twice, one that is not there, peers missing where goals compare with all of them. */
final class PlanTest {
    private static final int[] LINKS = {1, 16, 64, 256, 1_024, 4_096};
    private static final int[] BYTES = {64, 1 << 10, 16 << 10, 64 << 10, 1 << 20};
    private static final int[] ARTICLE_LINKS = {1, 16, 64, 256};

    @Test
    void shouldHaveEveryCellOnce() {
        List<Cell> cells = Plan.full().cells();
        assertEquals(new HashSet<>(cells).size(), cells.size());
        for (int links : LINKS) {
            for (int bytes : BYTES) {
                assertTrue(cells.contains(Cell.echo(links, bytes)), links + " × " + bytes);
            }
        }
        for (int links : ARTICLE_LINKS) {
            for (int kib = 1; kib <= 1_024; kib *= 4) {
                assertTrue(cells.contains(Cell.echo(links, kib << 10)), links + " × " + kib + " KiB");
            }
        }
        assertTrue(cells.containsAll(Matrix.framed()));
        assertTrue(cells.containsAll(List.of(Cell.idle(19_000), Cell.churn(16), Cell.steady(64, 64, 60))));
    }

    @Test
    void shouldHaveEverybodyInTheCellsOfTheGoals() {
        Plan.Part goals = Plan.full().parts().get(0);
        assertEquals(Lineup.full(), goals.servers());
        for (int links = 16; links <= 1_024; links *= 4) {
            assertTrue(goals.cells().contains(Cell.echo(links, 64 << 10)));
        }
        assertTrue(goals.cells().containsAll(Matrix.framed()));
        assertTrue(goals.cells().containsAll(List.of(Cell.echo(1, 64), Cell.idle(19_000), Cell.churn(16))));
    }

    @Test
    void shouldTakeLongerWithMoreServersRoundsAndBytes() {
        Settings few = Settings.plain(5, 150, 240);
        Settings many = Settings.plain(7, 150, 240);
        Plan full = Plan.full();
        assertTrue(full.seconds(few) < full.seconds(many));
        assertTrue(full.seconds(few) < Plan.everybody().seconds(few));
        assertTrue(few.seconds(Cell.echo(64, 64), 6) < few.seconds(Cell.echo(1_024, 1 << 20), 6));
    }
}
