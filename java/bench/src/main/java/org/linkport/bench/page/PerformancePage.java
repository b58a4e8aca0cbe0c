/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.linkport.bench.result.Absence;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.Cell.Work;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Cost;
import org.linkport.bench.result.IdleMemory;
import org.linkport.bench.result.Machine;
import org.linkport.bench.result.Percentiles;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;

/** All of a run on one page in Markdown, with its charts beside it. */
public final class PerformancePage {
    private static final String HEAD = """
            # Performance

            Written by `ci/bench --full` from what it measured; not by hand. `ci/bench --quick` repeats the most telling
            cells in under five minutes, `ci/bench --cell LINKS,BYTES` one. Cells of the goals have every server, the others
            those that tell most (`ci/bench --everybody` has all in all).

            """;

    private static final String WINE_HEAD = """
            # Performance under Wine

            Written by `ci/bench --wine --full` from what it measured; not by hand. Programs for Windows under Wine: the
            emulation costs more than all of them, so that ratios are all there is, and nothing of how fast Windows is. The
            CPU time of the wineserver is part of each server's.

            """;

    private static final String ELSEWHERE = " `c-epoll-file` is the floor with `read` and `write`, the calls that a JDK"
            + " makes, for `recv` and `send`. Every JVM has `-XX:AutoBoxCacheMax=20000`: the JDK's selector boxes the"
            + " descriptor of each link that is ready, and what is above 127 is an object of 16 bytes otherwise.";

    private static final double MICRO = 1e3;
    private static final int KIB = 1 << 10;

    private final BenchRun run;
    private final Tables tables;
    private final StringBuilder text = new StringBuilder();

    private PerformancePage(BenchRun run) {
        this.run = run;
        tables = new Tables(run);
    }

    /**
     * Writes the page, named as the run is, and its charts into a folder of the same name.
     *
     * @param notes in Markdown, what people have to say about the goals
     */
    public static void write(BenchRun run, Path folder, String notes) throws IOException {
        PerformancePage page = new PerformancePage(run);
        Path charts = folder.resolve(run.name());
        Files.createDirectories(charts);
        page.head();
        page.goals(notes);
        page.charts(charts);
        page.figures();
        page.missing();
        Files.writeString(folder.resolve(run.name() + ".md"), page.text);
    }

    private void head() {
        text.append(run.isOfWine() ? WINE_HEAD : HEAD);
        Machine machine = run.machine();
        text.append(String.format(
                """
                Measured on %d cores, %d MiB of memory, %s (TCP congestion control on the links: %s), %s. Each server: one event loop in a process of its own, pinned to
                CPU 1; the load generator, in C over epoll, on CPU 0 compares every byte that comes back. All servers stay
                started and stand still, but for the one whose slice of %d ms it is; each of its %d slices in a cell stands
                between two of the %s, the floor. A ratio is the median over the slices of the server's figure by
                the mean of the floor's before and after it: so that the drift of a shared machine cancels out. `%s` is
                the floor against itself: its distance from 1 is the noise.%s

                """,
                machine.cores(),
                machine.memoryMib(),
                machine.kernel(),
                machine.congestion(),
                machine.jdk(),
                run.sliceMillis(),
                run.rounds(),
                run.isOfWine() ? "server in C on a completion port" : "C epoll server",
                run.isOfWine() ? "c-iocp2" : "c-epoll2",
                run.isOfWine() ? "" : ELSEWHERE));
        text.append("Libraries: ");
        machine.versions()
                .forEach((name, version) ->
                        text.append(name).append(' ').append(version).append(", "));
        text.setLength(text.length() - 2);
        text.append(".\n");
    }

    private void section(String title, String explanation, String body) {
        if (!body.isEmpty()) {
            text.append("\n## ")
                    .append(title)
                    .append("\n\n")
                    .append(explanation)
                    .append("\n\n")
                    .append(body);
        }
    }

    private void goals(String notes) {
        Table table = new Table(List.of(
                run.isOfWine() ? "goal of the engine on completion ports" : "goal of the engine on java.nio",
                "measured, where it is worst",
                ""));
        for (Goal goal : Goals.of(run)) {
            table.row(List.of(goal.text(), goal.measured(), verdict(goal.verdict())));
        }
        section("Goals", "", table.toString());
        text.append(notes.isBlank() ? "" : "\n" + notes.strip() + "\n");
    }

    private static String verdict(Goal.Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "holds";
            case FAILS -> "**does not hold**";
            case UNKNOWN -> "not measured";
        };
    }

    private void charts(Path folder) throws IOException {
        Predicate<Cell> narrow = cell -> isEcho(cell) && cell.links() >= 16 && cell.bytes() <= 64 * KIB;
        Predicate<Cell> framed = cell -> cell.work() == Work.FRAMED;
        chart(
                folder,
                "cpu",
                "CPU for a message, multiple of raw C epoll (16 links and more, to 64 KiB)",
                "%.2f",
                narrow,
                result -> result.median(Round::cpuRatio));
        chart(
                folder,
                "user",
                "CPU in user mode for a message, µs (16 links and more, to 16 KiB)",
                "%.2f",
                narrow.and(cell -> cell.bytes() <= 16 * KIB),
                result -> result.cost().userNanos() / MICRO);
        chart(
                folder,
                "framed",
                "framed and pipelined: CPU for a message, multiple of a raw C echo",
                "%.2f",
                framed,
                result -> result.median(Round::cpuRatio));
        chart(
                folder,
                "tail",
                "p99.9 at 70 % of the floor's rate, µs, mean of all cells",
                "%.0f",
                cell -> true,
                PerformancePage::tailMicros);
    }

    private void chart(
            Path folder,
            String name,
            String title,
            String format,
            Predicate<Cell> which,
            ToDoubleFunction<ServerResult> figure)
            throws IOException {
        BarChart chart = new BarChart(title, format);
        tables.servers().forEach(server -> chart.add(server, tables.mean(which, server, figure)));
        if (!chart.isEmpty()) {
            Files.writeString(folder.resolve(name + ".svg"), chart.svg());
            text.append(String.format("%n![%s](%s/%s.svg)%n", title, run.name(), name));
        }
    }

    private void figures() {
        Predicate<Cell> framed = cell -> cell.work() == Work.FRAMED;
        Tables.View cpu = Tables.View.ratio(
                "floor, µs", cell -> cell.floorCpuNanos() / MICRO, result -> result.median(Round::cpuRatio));
        Tables.View rate = Tables.View.ratio(
                "floor, k/s", cell -> cell.floorRate() / MICRO, result -> result.median(Round::rateRatio));
        section(
                "CPU for a message",
                "As a multiple of the floor's, which stands in µs.",
                tables.byCell(PerformancePage::isEcho, cpu));
        section(
                "Framed and pipelined",
                "Each message has a length before it and gets an answer of its own; the floor sends the same bytes back"
                        + " without looking at them.",
                tables.byCell(framed, cpu));
        section(
                "Rate",
                "Messages in a second as a multiple of the floor's, which stand in thousands.",
                tables.byCell(Cell::isAnswered, rate));
        plain(Cell::isAnswered);
        section(
                "A minute without a break",
                "Echo, on a heap of its own; CPU for a message.",
                tables.byServer(
                        cell -> cell.work() == Work.STEADY,
                        List.of(
                                "user mode, µs",
                                "kernel, µs",
                                "bytes of heap for a message",
                                "collections",
                                "in them, ms"),
                        PerformancePage::steady));
        section(
                "One way",
                "CPU for a message to a server that swallows it, as a multiple of the floor's.",
                tables.byCell(cell -> cell.work() == Work.ONE_WAY, cpu));
        section(
                "Connections that come and go",
                "The client ends first.",
                tables.byServer(
                        cell -> cell.work() == Work.CHURN,
                        List.of("a second", "CPU, µs", "CPU, multiple of the floor's"),
                        PerformancePage::churn));
        section(
                "Idle links",
                "Bytes for a link that does nothing: of the process, and of the kernel for both ends.",
                tables.byServer(
                        cell -> cell.work() == Work.IDLE, List.of("resident", "kernel"), PerformancePage::idle));
    }

    private void missing() {
        List<List<String>> rows = new ArrayList<>();
        for (CellResult cell : run.cells()) {
            Absence absence = cell.absence();
            if (absence != null) {
                rows.add(List.of(cell.cell().title(), "all", absence.reason().name(), absence.text()));
            }
            cell.servers().stream()
                    .filter(server -> server.failure() != null)
                    .forEach(server -> rows.add(
                            List.of(cell.cell().title(), server.server(), "FAILED", String.valueOf(server.failure()))));
            if (absence == null && cell.isShort(run.rounds())) {
                rows.add(List.of(cell.cell().title(), "all", "FEWER_ROUNDS", cell.shortest() + " rounds"));
            }
        }
        if (!rows.isEmpty()) {
            Table table = new Table(List.of("cell", "server", "what", "why"));
            rows.forEach(table::row);
            section("What has no figures, or fewer", "", table.toString());
        }
    }

    private void plain(Predicate<Cell> which) {
        section(
                "User mode",
                "CPU in user mode for a message, in µs, as the system samples it.",
                tables.byCell(which, Tables.View.plain(result -> result.cost().userNanos() / MICRO, "%.2f")));
        section(
                "Heap",
                "Bytes of heap memory taken for a message.",
                tables.byCell(which, Tables.View.plain(result -> result.cost().allocatedBytes(), "%.1f")));
        section(
                "System calls",
                "For a message, in a slice of its own.",
                tables.byCell(which, Tables.View.plain(result -> systemCalls(result.cost()), "%.2f")));
        section(
                "Latency at a fixed rate",
                "p99.9 in µs at 70 % of the floor's rate, from when a message was due, pipelined ones as many at a time as"
                        + " the depth says; the median over the slices.",
                tables.byCell(which, Tables.View.plain(PerformancePage::tailMicros, "%.0f")));
    }

    private static boolean isEcho(Cell cell) {
        return cell.work() == Work.ECHO;
    }

    private static double systemCalls(Cost cost) {
        Double counted = cost.systemCalls();
        return counted == null ? Double.NaN : counted;
    }

    private static double tailMicros(ServerResult result) {
        Percentiles open = result.latencies().open();
        return open == null ? Double.NaN : open.p999() / MICRO;
    }

    private static List<String> churn(ServerResult result) {
        return List.of(
                Tables.text("%.0f", result.median(Round::rate)),
                Tables.text("%.1f", result.median(Round::cpuNanos) / MICRO),
                Tables.text("%.2f", result.median(Round::cpuRatio)));
    }

    private static List<String> steady(ServerResult result) {
        Cost cost = result.cost();
        return List.of(
                Tables.text("%.2f", cost.userNanos() / MICRO),
                Tables.text("%.2f", cost.systemNanos() / MICRO),
                Tables.text("%.3f", cost.allocatedBytes()),
                Long.toString(cost.gcCount()),
                Long.toString(cost.gcMillis()));
    }

    private static List<String> idle(ServerResult result) {
        IdleMemory memory = result.idle();
        return memory == null
                ? List.of("–", "–")
                : List.of(Tables.text("%.0f", memory.residentBytes()), Tables.text("%.0f", memory.kernelBytes()));
    }
}
