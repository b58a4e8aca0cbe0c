/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.bench.page.PerformancePage;
import org.linkport.bench.result.Absence;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Cost;
import org.linkport.bench.result.IdleMemory;
import org.linkport.bench.result.Latencies;
import org.linkport.bench.result.Machine;
import org.linkport.bench.result.Percentiles;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;

/** A run takes most of an hour: attacks what is left of one that was stopped, and whether the next one goes on with it. */
final class RunFileTest {
    private static final Cell FIRST = Cell.echo(16, 64);
    private static final Cell SECOND = Cell.framed(64, 64, 16);
    private static final Cell HUGE = Cell.echo(4_096, 1 << 20);
    private static final Cell IDLE = Cell.idle(100);

    @TempDir
    Path folder;

    @Test
    void shouldHoldEveryCellOfThePlanAfterTheFirst() throws Exception {
        begin(5).put(measured(FIRST));
        BenchRun stopped = BenchRun.read(folder.resolve("performance.json"));
        assertEquals(
                List.of(FIRST, SECOND, HUGE, IDLE),
                stopped.cells().stream().map(CellResult::cell).toList());
        assertEquals(measured(FIRST), stopped.cells().get(0));
        assertFalse(stopped.isComplete());
        PerformancePage.write(stopped, folder, "");
        String page = Files.readString(folder.resolve("performance.md"));
        assertTrue(page.contains("NOT_REACHED"), page);
        assertTrue(page.contains("| t-io | FAILED | wrong bytes |"), page);
    }

    @Test
    void shouldGoOnWithWhatIsLeft() throws Exception {
        RunFile stopped = begin(5);
        stopped.put(measured(FIRST));
        stopped.put(CellResult.absent(HUGE, new Absence(Absence.Reason.TAKES_TOO_LONG, "8 GiB")));
        stopped.put(CellResult.absent(SECOND, new Absence(Absence.Reason.FLOOR_FAILED, "it ended")));
        stopped.put(new CellResult(
                IDLE,
                Double.NaN,
                Double.NaN,
                List.of(ServerResult.idle("linkport-nio", new IdleMemory(1_600, 5_000)))));
        RunFile next = begin(5);
        next.resume();
        assertEquals(Set.of(FIRST, HUGE, IDLE), next.done());
        assertEquals(
                List.of(SECOND),
                Plan.of(List.of(FIRST, SECOND, HUGE, IDLE), List.of())
                        .without(next.done())
                        .cells());
        assertEquals(stopped.run().cells().get(0), next.run().cells().get(0));
    }

    @Test
    void shouldNotMixRunsThatWereMeasuredInOtherWays() throws Exception {
        begin(5).put(measured(FIRST));
        RunFile other = begin(3);
        assertThrows(IllegalArgumentException.class, other::resume);
    }

    private RunFile begin(int rounds) throws Exception {
        Machine machine = new Machine(2, 1_024, "Linux", "cubic", "JDK", new TreeMap<>());
        return RunFile.begin(
                folder, new BenchRun("full", rounds, 150, machine, List.of()), List.of(FIRST, SECOND, HUGE, IDLE));
    }

    private static CellResult measured(Cell cell) {
        List<Round> rounds = Stream.of(1.0, 1.1)
                .map(ratio -> new Round(1_000 * ratio, 1_000, 100_000, 100_000))
                .toList();
        Percentiles tail = new Percentiles(1, 2, 3, 4, 5);
        return new CellResult(
                cell,
                1_000,
                100_000,
                List.of(
                        new ServerResult(
                                "linkport-nio",
                                null,
                                rounds,
                                new Cost(300, 700, 0.1, 0, 0, 2.0),
                                new Latencies(tail, tail, 70_000),
                                null),
                        ServerResult.failed("t-io", "wrong bytes")));
    }
}
