/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.page.Goal;
import org.linkport.bench.page.Goals;
import org.linkport.bench.page.PerformancePage;
import org.linkport.bench.page.Summary;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.Machine;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures servers side by side; {@code ci/bench} calls it. Its status is 1 if a server failed in a cell. */
@Command(name = "ci/bench", description = "Measures servers side by side.", mixinStandardHelpOptions = true)
public final class BenchMain implements Callable<Integer> {
    private static final double OPEN_SHARE = 0.7;
    private static final int SLICE_MILLIS = 500;
    private static final int QUICK_SLICE_MILLIS = 250;

    @Option(names = "--programs", required = true, description = "The folder of the C programs.")
    private Path programs = Path.of("");

    @Option(names = "--class-path", required = true, description = "The class path of the servers in Java.")
    private String classPath = "";

    @Option(names = "--java", required = true, description = "The JVM of the servers.")
    private Path java = Path.of("java");

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--libraries", required = true, description = "The folder of the libraries on that class path.")
    private Path libraries = Path.of("");

    @Option(names = "--notes", required = true, description = "What people have to say about the goals, in Markdown.")
    private Path notes = Path.of("");

    @Option(names = "--out", required = true, description = "Where the figures, the page and its charts go.")
    private Path out = Path.of("");

    @Option(names = "--windows", description = "The folder of the C programs for Windows: servers run under Wine.")
    private @Nullable Path windows;

    @Option(names = "--wineserver", description = "The process that does part of their work there.")
    private long wineserver;

    @Option(names = "--servers", split = ",", description = "Only these, with commas between them.")
    private @Nullable List<String> servers;

    @Option(names = "--rounds", description = "Slices of each server in a cell (${DEFAULT-VALUE}).", defaultValue = "5")
    private int rounds;

    @Option(names = "--slice-millis", description = "Length of a slice (500, and 250 of a quick run).")
    private int sliceMillis;

    @Option(
            names = "--open-share",
            description = "The fixed rate, as a share of the floor's; 0 to leave it out (0.7, and 0 of a quick run).")
    private double openShare = -1;

    @Option(
            names = "--cell-seconds",
            description = "A cell may take so long, or twice of what is planned for it (${DEFAULT-VALUE}).",
            defaultValue = "" + Settings.CELL_SECONDS_MIN)
    private int cellSeconds;

    @Option(names = "--within", description = "Minutes after which no cell begins that would end later.")
    private double withinMinutes;

    @Option(names = "--plan", description = "Only says how long it would take.")
    private boolean planOnly;

    @Option(names = "--resume", description = "Keeps the figures of an earlier run of the same kind that was stopped.")
    private boolean resume;

    @Option(names = "--render", description = "Measures nothing, and writes the page of what was measured last.")
    private boolean render;

    /** The cells. */
    private static final class Which {
        @Option(names = "--quick", description = "Those that are worth five minutes.")
        private boolean quick;

        @Option(
                names = "--full",
                description = "All: those of the goals with every server, the others with those that tell most.")
        private boolean full;

        @Option(names = "--everybody", description = "All, with every server in every cell.")
        private boolean everybody;

        @Option(names = "--cell", converter = CellOption.class, description = CellOption.FORMS)
        private @Nullable List<Cell> cells;

        boolean isChosen() {
            return cells != null;
        }

        String kind() {
            return quick ? "quick" : full ? "full" : everybody ? "everybody" : "cells";
        }

        Plan plan() {
            if (cells != null) {
                return Plan.of(cells, Lineup.full());
            }
            return quick ? Plan.of(Matrix.quick(), Lineup.quick()) : everybody ? Plan.everybody() : Plan.full();
        }

        double openShare() {
            return quick ? 0 : OPEN_SHARE;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (render) {
            return written(BenchRun.read(out.resolve(head(Machine.UNKNOWN).name() + ".json")));
        }
        Settings settings = settings();
        Plan plan = plan();
        if (planOnly) {
            System.out.println(new Schedule(plan, settings, withinMinutes).estimate());
            return 0;
        }
        Programs parts = Programs.of(programs, classPath, java, wine());
        RunFile file = RunFile.begin(out, head(MachineReader.read(parts, libraries)), plan.cells());
        if (resume) {
            file.resume();
        }
        Plan left = plan.without(file.done());
        Schedule schedule = new Schedule(left, settings, withinMinutes);
        System.out.println(schedule.estimate());
        new Bench(parts, settings, schedule, file::put).run(left);
        return written(file.run());
    }

    private Programs.@Nullable Wine wine() {
        return windows == null ? null : new Programs.Wine(windows, wineserver);
    }

    private int millis() {
        return sliceMillis > 0 ? sliceMillis : which.quick ? QUICK_SLICE_MILLIS : SLICE_MILLIS;
    }

    private Settings settings() {
        double share = openShare < 0 ? which.openShare() : openShare;
        return windows == null
                ? new Settings(rounds, millis(), Settings.warmSlicesMax(millis()), share, true, cellSeconds)
                : Settings.plain(rounds, millis(), cellSeconds);
    }

    /** What a run is, without its cells. */
    private BenchRun head(Machine machine) {
        return new BenchRun(windows == null ? which.kind() : BenchRun.WINE, rounds, millis(), machine, List.of());
    }

    private Plan plan() {
        Plan plan = windows == null || which.isChosen() ? which.plan() : Plan.of(Matrix.windows(), Lineup.windows());
        List<String> only = servers != null ? servers : windows != null ? Lineup.windows() : null;
        return only == null ? plan : plan.with(only);
    }

    private int written(BenchRun run) throws IOException {
        Files.createDirectories(out);
        run.write(out.resolve(run.name() + ".json"));
        PerformancePage.write(run, out, Files.readString(notes));
        Goals.of(run).stream()
                .filter(goal -> goal.verdict() != Goal.Verdict.UNKNOWN)
                .forEach(goal -> System.out.printf("%-5s %s: %s%n", goal.verdict(), goal.text(), goal.measured()));
        System.out.println(Summary.line(run));
        return run.isComplete() ? 0 : 1;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }
}
