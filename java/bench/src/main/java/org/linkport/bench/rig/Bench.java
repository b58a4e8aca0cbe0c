/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;
import org.linkport.bench.server.ServerMode;

/** Runs cells, with all servers of a mode started at once. */
final class Bench {
    private final Programs programs;
    private final Settings settings;
    private final List<String> servers;

    Bench(Programs programs, Settings settings, List<String> servers) {
        this.programs = programs;
        this.settings = settings;
        this.servers = servers;
    }

    List<CellResult> run(List<Cell> cells) {
        Map<ServerMode, List<Cell>> byMode = new EnumMap<>(ServerMode.class);
        List<CellResult> results = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.work() != Cell.Work.IDLE) {
                byMode.computeIfAbsent(mode(cell), mode -> new ArrayList<>()).add(cell);
            }
        }
        byMode.forEach((mode, those) -> run(mode, those, results));
        cells.stream()
                .filter(cell -> cell.work() == Cell.Work.IDLE)
                .forEach(cell -> results.add(new IdleRun(programs, cell).run(servers)));
        return results;
    }

    private static ServerMode mode(Cell cell) {
        return switch (cell.work()) {
            case ECHO, CHURN, IDLE -> ServerMode.ECHO;
            case FRAMED -> ServerMode.FRAMED;
            case ONE_WAY -> ServerMode.SINK;
        };
    }

    private void run(ServerMode mode, List<Cell> cells, List<CellResult> results) {
        List<ServerProcess> started = new ArrayList<>();
        List<ServerResult> absent = new ArrayList<>();
        try (ServerProcess floor = ServerProcess.start(programs, programs.floor(), mode)) {
            for (String server : servers) {
                start(server, mode, started, absent);
            }
            for (Cell cell : cells) {
                CellResult result = new CellRun(programs, settings, cell)
                        .run(floor, started)
                        .with(absent);
                results.add(result);
                System.out.println(line(result));
            }
        } finally {
            started.forEach(ServerProcess::close);
        }
    }

    private void start(String server, ServerMode mode, List<ServerProcess> started, List<ServerResult> absent) {
        try {
            started.add(ServerProcess.start(programs, server, mode));
        } catch (ServerFailure e) {
            System.err.println("bench: " + server + " does not start: " + e.getMessage());
            absent.add(ServerResult.failed(server, "it does not start: " + e.getMessage()));
        }
    }

    private static String line(CellResult result) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-28s floor %.2f µs", result.cell().title(), result.floorCpuNanos() / 1e3));
        for (ServerResult server : result.servers()) {
            text.append("  ").append(server.server()).append(' ');
            text.append(
                    server.failure() == null
                            ? String.format(Locale.ROOT, "%.3f", server.median(Round::cpuRatio))
                            : "failed");
        }
        return text.toString();
    }
}
