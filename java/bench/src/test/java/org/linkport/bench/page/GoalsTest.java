/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Cost;
import org.linkport.bench.result.Latencies;
import org.linkport.bench.result.Machine;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;

/** Attacks what is said of the goals: one that holds by a figure that should break it, or is said to hold unmeasured. */
final class GoalsTest {
    private static final Machine MACHINE = new Machine(2, 1_024, "Linux", "cubic", "JDK", new TreeMap<>());

    @Test
    void shouldSayOfNothingThatItIsUnknown() {
        assertEquals(
                List.of(Goal.Verdict.UNKNOWN),
                Goals.of(run()).stream().map(Goal::verdict).distinct().toList());
    }

    @Test
    void shouldNameTheWorstCell() {
        Goal goal = goal(
                "CPU for a message against the C floor",
                cell(Cell.echo(16, 64), server("linkport-nio", 1.05)),
                cell(Cell.echo(64, 64), server("linkport-nio", 1.13)),
                cell(Cell.echo(1_024, 64), server("linkport-nio", 1.01)));
        assertEquals(Goal.Verdict.FAILS, goal.verdict());
        assertEquals("1.130 (64 × 64 B); holds in 2 of 3", goal.measured());
    }

    @Test
    void shouldLeaveCellsOutThatAGoalDoesNotNeed() {
        Goal goal = goal(
                "CPU for a message against the C floor",
                cell(Cell.echo(1, 64), server("linkport-nio", 3)),
                cell(Cell.echo(16, 64), server("linkport-nio", 1.12)));
        assertEquals(Goal.Verdict.HOLDS, goal.verdict());
    }

    @Test
    void shouldCompareWithThePeersOfTheSameRoundsButNotWithIoUring() {
        Goal lower = goal(
                "CPU for a message against every JVM peer but Netty io_uring",
                cell(
                        Cell.echo(16, 64),
                        server("linkport-nio", 1.1),
                        server("netty-uring", 1.0),
                        server("c-epoll2", 1.0),
                        server("netty-epoll", 1.2)));
        assertEquals(Goal.Verdict.HOLDS, lower.verdict());
        assertTrue(lower.measured().startsWith("0.917 (netty-epoll"), lower.measured());
    }

    @Test
    void shouldNotTakeAServerThatFailed() {
        CellResult result = cell(
                Cell.echo(16, 64), server("linkport-nio", 1.1), ServerResult.failed("netty-epoll", "it was not there"));
        assertEquals(
                "bench: cells=1 worst_cpu_ratio_vs_c=1.100 worst_cpu_ratio_vs_best_jvm_peer=none",
                Summary.line(run(result)));
    }

    @Test
    void shouldFindGrowthFasterThanTheFloors() {
        Goal goal = goal(
                "growth of CPU",
                cell(Cell.echo(16, 64), server("linkport-nio", 1.0)),
                cell(Cell.echo(4_096, 64), server("linkport-nio", 1.1)));
        assertEquals(Goal.Verdict.FAILS, goal.verdict());
    }

    @Test
    void shouldAskForAWholeMinuteWithoutACollection() {
        Cost collected = new Cost(0, 0, 0, 1, 1, null);
        ServerResult result = new ServerResult("linkport-nio", null, List.of(), collected, Latencies.NONE, null);
        String goal = "garbage collections in a minute";
        assertEquals(
                Goal.Verdict.UNKNOWN,
                goal(goal, cell(Cell.steady(64, 64, 59), result)).verdict());
        assertEquals(
                Goal.Verdict.FAILS,
                goal(goal, cell(Cell.steady(64, 64, 60), result)).verdict());
    }

    @Test
    void shouldNotTakeAsLowerWhatIsEqual() {
        Goal goal = goal(
                "CPU for a message against every JVM peer",
                cell(Cell.echo(16, 64), server("linkport-nio", 1.1), server("netty-epoll", 1.1)));
        assertEquals(Goal.Verdict.FAILS, goal.verdict());
    }

    private static Goal goal(String beginning, CellResult... cells) {
        return Goals.of(run(cells)).stream()
                .filter(goal -> goal.text().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static BenchRun run(CellResult... cells) {
        return new BenchRun("cells", 5, 500, MACHINE, List.of(cells));
    }

    private static CellResult cell(Cell cell, ServerResult... servers) {
        return new CellResult(cell, 1_000, 100_000, List.of(servers));
    }

    private static ServerResult server(String name, double ratio) {
        List<Round> rounds = Stream.of(0.9, 1.0, 1.3)
                .map(drift -> new Round(1_000 * ratio * drift, 1_000 * drift, 100_000, 100_000))
                .toList();
        return new ServerResult(name, null, rounds, Cost.NONE, Latencies.NONE, null);
    }
}
