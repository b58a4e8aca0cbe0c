/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.page.Goal;
import org.linkport.bench.page.Goals;
import org.linkport.bench.page.PerformancePage;
import org.linkport.bench.page.Summary;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Machine;
import org.linkport.bench.server.Servers;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures servers side by side; {@code ci/bench} calls it. */
@Command(name = "ci/bench", description = "Measures servers side by side.", mixinStandardHelpOptions = true)
public final class BenchMain implements Callable<Integer> {
    private static final double OPEN_SHARE = 0.7;

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

    @Option(names = "--servers", split = ",", description = "Only these, with commas between them.")
    private @Nullable List<String> servers;

    @Option(names = "--rounds", description = "Slices of each server in a cell (${DEFAULT-VALUE}).", defaultValue = "5")
    private int rounds;

    @Option(names = "--slice-millis", description = "Length of a slice (500).", defaultValue = "500")
    private int sliceMillis;

    /** The cells. */
    private static final class Which {
        @Option(names = "--quick", description = "Those that are worth five minutes.")
        private boolean quick;

        @Option(names = "--full", description = "All.")
        private boolean full;

        @Option(names = "--cell", description = "LINKS,BYTES[,DEPTH[,framed]]; may be given several times.")
        private @Nullable List<String> cells;

        String kind() {
            return quick ? "quick" : full ? "full" : "cells";
        }

        List<Cell> cells() {
            if (cells != null) {
                return cells.stream().map(Which::cell).toList();
            }
            return quick ? Matrix.quick() : Matrix.full();
        }

        private static Cell cell(String text) {
            String[] parts = text.split(",", -1);
            if (parts.length < 2 || parts.length > 4) {
                throw new IllegalArgumentException("not a cell: " + text);
            }
            int depth = parts.length > 2 ? Integer.parseInt(parts[2]) : 1;
            Cell.Work work = parts.length > 3 ? Cell.Work.FRAMED : Cell.Work.ECHO;
            return new Cell(work, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), depth);
        }
    }

    @Override
    public Integer call() throws IOException {
        Programs parts = new Programs(programs, classPath, java);
        Settings settings = new Settings(rounds, sliceMillis, 4 * sliceMillis, which.full ? OPEN_SHARE : 0, true);
        Machine machine = MachineReader.read(parts, libraries);
        List<CellResult> results = new Bench(parts, settings, chosenServers()).run(which.cells());
        BenchRun run = new BenchRun(which.kind(), rounds, sliceMillis, machine, results);
        Files.createDirectories(out);
        run.write(out.resolve("performance.json"));
        PerformancePage.write(run, out, Files.readString(notes));
        for (Goal goal : Goals.of(run)) {
            System.out.printf("%-8s %s: %s%n", goal.verdict(), goal.text(), goal.measured());
        }
        System.out.println(Summary.line(run));
        return 0;
    }

    private List<String> chosenServers() {
        if (servers != null) {
            return servers;
        }
        List<String> all = new ArrayList<>(List.of("c-epoll2"));
        all.addAll(Servers.names());
        return all;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }
}
