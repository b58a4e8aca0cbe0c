/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.linkport.bench.page.Bound.Figure;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.Cell.Work;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.IdleMemory;
import org.linkport.bench.result.Median;
import org.linkport.bench.result.Percentiles;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerKind;
import org.linkport.bench.result.ServerResult;

/** What the engine on {@code java.nio} is to reach, judged from the figures of one run. */
public final class Goals {
    private static final String ON_WINDOWS = "linkport-iocp";
    private static final String ELSEWHERE = "linkport-nio";

    private static final String SPINNING = "linkport-nio-spin";
    private static final int KIB = 1 << 10;
    private static final double NOISE = 1.02;
    private static final int MINUTE_SECONDS = 60;

    private final List<CellResult> cells;
    private final String subject;

    private Goals(BenchRun run) {
        cells = run.cells();
        subject = subject(run);
    }

    /** Whose goals they are. */
    static String subject(BenchRun run) {
        return run.isOfWine() ? ON_WINDOWS : ELSEWHERE;
    }

    /** All of them. */
    public static List<Goal> of(BenchRun run) {
        Goals goals = new Goals(run);
        if (run.isOfWine()) {
            return goals.windows();
        }
        List<Goal> all = new ArrayList<>(goals.echo());
        all.addAll(goals.framed());
        all.addAll(goals.steady());
        return all;
    }

    private List<Goal> echo() {
        List<Figure> cpu = ours(Goals::isNarrow, result -> result.median(Round::cpuRatio));
        return List.of(
                Bound.atMost(
                                1.12,
                                "CPU for a message against the C floor, 16 to 1024 links, 64 B to 64 KiB: at most 1.12")
                        .judge(cpu),
                Bound.atMost(1.08, "the same, geometric mean: at most 1.08").judge(mean(cpu)),
                Bound.below(1.00, "CPU for a message against every JVM peer but Netty io_uring: lower in every cell")
                        .judge(againstPeers(Goals::isEcho)),
                Bound.atMost(1.03, "CPU for a message against Netty io_uring, geometric mean: at most 1.03")
                        .judge(mean(against(Goals::isEcho, ServerKind.NETTY_URING::equals))),
                Bound.atLeast(0.95, "message rate against the floor: at least 0.95")
                        .judge(ours(Goals::isNarrow, result -> result.median(Round::rateRatio))),
                Bound.atMost(0.40, "CPU in user mode for a message, 16 links or more, to 16 KiB, mean: at most 0.40 µs")
                        .judge(userMicros()),
                Bound.atLeast(1.9, "spinning, one link of 64 B: at least 1.9 times the rate of the blocking floor")
                        .judge(figures(
                                cell -> cell.equals(Cell.echo(1, 64)), SPINNING, r -> r.median(Round::rateRatio))));
    }

    private List<Goal> windows() {
        List<Figure> rates = new ArrayList<>();
        for (String peer : List.of("jdk-nio2", "netty-nio")) {
            rates.addAll(rateOver(peer));
        }
        return List.of(
                Bound.atMost(1.00, "CPU for a message against JDK NIO.2: no more in any cell")
                        .judge(against(Cell::isAnswered, "jdk-nio2"::equals)),
                Bound.atMost(1.00, "CPU for a message against Netty NIO: no more in any cell")
                        .judge(against(Cell::isAnswered, "netty-nio"::equals)),
                Bound.atLeast(1.00, "message rate against JDK NIO.2 and Netty NIO: no less in any cell")
                        .judge(rates),
                Bound.atMost(1.10, "CPU for a message against raw C on a completion port: at most 1.10")
                        .judge(ours(Cell::isAnswered, result -> result.median(Round::cpuRatio))));
    }

    private List<Figure> rateOver(String peer) {
        List<Figure> figures = new ArrayList<>();
        chosen(Cell::isAnswered)
                .forEach(result -> result.server(subject)
                        .ifPresent(ours -> result.server(peer)
                                .ifPresent(theirs -> figures.add(new Figure(
                                        peer + ", " + result.cell().title(),
                                        ours.median(Round::rateRatio) / theirs.median(Round::rateRatio))))));
        return figures;
    }

    private List<Goal> framed() {
        Predicate<Cell> framed = cell -> cell.work() == Work.FRAMED;
        return List.of(
                Bound.atMost(1.15, "framed and pipelined: CPU for a message against the C floor: at most 1.15")
                        .judge(ours(framed, result -> result.median(Round::cpuRatio))),
                Bound.below(
                                1.00,
                                "framed and pipelined: CPU for a message lower than every JVM peer, io_uring included")
                        .judge(against(framed, peer -> true)));
    }

    private List<Goal> steady() {
        return List.of(
                Bound.atMost(1.00, "p99.9 at 70 % of the floor's rate against the best JVM peer: no worse in any cell")
                        .judge(tails()),
                Bound.below(1.00, "heap memory taken for a message, every size: less than a byte")
                        .judge(ours(
                                cell -> cell.isAnswered() || isMinute(cell),
                                result -> result.cost().allocatedBytes())),
                Bound.atMost(0, "garbage collections in a minute of echo: none").judge(ours(Goals::isMinute, result ->
                        (double) result.cost().gcCount())),
                Bound.below(1.00, "resident memory of an idle link against the best JVM peer: lower")
                        .judge(idle()),
                Bound.atLeast(1.00, "accepts in a second against the best JVM peer: at least as many")
                        .judge(accepts()),
                Bound.atMost(
                                NOISE,
                                "growth of CPU for a message with the number of links, against the floor's: no faster")
                        .judge(growth()));
    }

    private static boolean isMinute(Cell cell) {
        return cell.work() == Work.STEADY && cell.depth() >= MINUTE_SECONDS;
    }

    private static boolean isEcho(Cell cell) {
        return cell.work() == Work.ECHO && cell.depth() == 1;
    }

    private static boolean isNarrow(Cell cell) {
        return isEcho(cell) && cell.links() >= 16 && cell.links() <= 1_024 && cell.bytes() <= 64 * KIB;
    }

    private List<Figure> ours(Predicate<Cell> which, ToDoubleFunction<ServerResult> figure) {
        return figures(which, subject, figure);
    }

    private List<Figure> figures(Predicate<Cell> which, String server, ToDoubleFunction<ServerResult> figure) {
        return chosen(which)
                .flatMap(result -> result.server(server).stream()
                        .map(found -> new Figure(result.cell().title(), figure.applyAsDouble(found))))
                .toList();
    }

    private Stream<CellResult> chosen(Predicate<Cell> which) {
        return cells.stream().filter(result -> which.test(result.cell()));
    }

    private static List<Figure> mean(List<Figure> figures) {
        double[] values = figures.stream().mapToDouble(Figure::value).toArray();
        return List.of(new Figure(values.length + " cells", Median.geometricMean(values)));
    }

    private List<Figure> againstPeers(Predicate<Cell> which) {
        return against(which, peer -> !peer.equals(ServerKind.NETTY_URING));
    }

    /** Our CPU time for a message as a multiple of that of each such peer. */
    private List<Figure> against(Predicate<Cell> which, Predicate<String> whom) {
        List<Figure> figures = new ArrayList<>();
        chosen(which)
                .forEach(result -> result.server(subject)
                        .ifPresent(ours -> result.peers().stream()
                                .filter(peer -> whom.test(peer.server()))
                                .forEach(peer -> figures.add(new Figure(
                                        peer.server() + ", " + result.cell().title(), ours.cpuAgainst(peer))))));
        return figures;
    }

    private List<Figure> userMicros() {
        double[] micros = ours(
                        cell -> isEcho(cell) && cell.links() >= 16 && cell.bytes() <= 16 * KIB,
                        result -> result.cost().userNanos() / 1e3)
                .stream()
                .mapToDouble(Figure::value)
                .toArray();
        double sum = 0;
        for (double value : micros) {
            sum += value;
        }
        return List.of(new Figure(micros.length + " cells", sum / micros.length));
    }

    /** Ours over the best peer's, by cell. */
    private List<Figure> overBest(Predicate<Cell> which, ToDoubleFunction<ServerResult> figure, boolean lowestIsBest) {
        List<Figure> figures = new ArrayList<>();
        chosen(which)
                .forEach(result -> result.server(subject).ifPresent(ours -> {
                    double sign = lowestIsBest ? 1 : -1;
                    result.peers().stream()
                            .filter(peer -> !Double.isNaN(figure.applyAsDouble(peer)))
                            .min((a, b) ->
                                    Double.compare(sign * figure.applyAsDouble(a), sign * figure.applyAsDouble(b)))
                            .ifPresent(best -> figures.add(new Figure(
                                    best.server() + ", " + result.cell().title(),
                                    figure.applyAsDouble(ours) / figure.applyAsDouble(best))));
                }));
        return figures;
    }

    private List<Figure> tails() {
        return overBest(Cell::isAnswered, Goals::tail, true);
    }

    private static double tail(ServerResult result) {
        Percentiles open = result.latencies().open();
        return open == null ? Double.NaN : open.p999();
    }

    private List<Figure> idle() {
        return overBest(cell -> cell.work() == Work.IDLE, Goals::resident, true);
    }

    private static double resident(ServerResult result) {
        IdleMemory memory = result.idle();
        return memory == null ? Double.NaN : memory.residentBytes();
    }

    private List<Figure> accepts() {
        return overBest(cell -> cell.work() == Work.CHURN, result -> result.median(Round::rateRatio), false);
    }

    /** From the smallest to the largest number of links of each size, 16 or more. */
    private List<Figure> growth() {
        List<Figure> figures = new ArrayList<>();
        List<Cell> all = chosen(cell -> isEcho(cell) && cell.links() >= 16 && cell.bytes() <= 64 * KIB)
                .map(CellResult::cell)
                .toList();
        for (int bytes : all.stream().mapToInt(Cell::bytes).distinct().toArray()) {
            int least = all.stream()
                    .filter(c -> c.bytes() == bytes)
                    .mapToInt(Cell::links)
                    .min()
                    .orElseThrow();
            int most = all.stream()
                    .filter(c -> c.bytes() == bytes)
                    .mapToInt(Cell::links)
                    .max()
                    .orElseThrow();
            if (least < most) {
                figures.add(new Figure(Cell.echo(most, bytes).title(), ratioAt(most, bytes) / ratioAt(least, bytes)));
            }
        }
        return figures;
    }

    private double ratioAt(int links, int bytes) {
        return ours(Cell.echo(links, bytes)::equals, result -> result.median(Round::cpuRatio)).stream()
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
