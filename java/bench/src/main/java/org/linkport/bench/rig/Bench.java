/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.linkport.bench.result.Absence;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;
import org.linkport.bench.server.ServerMode;

/** Runs a plan: of each of its parts the cells of one mode after another, with all servers of that mode started at once. */
final class Bench {
    private final Programs programs;
    private final Settings settings;
    private final Schedule schedule;
    private final Consumer<CellResult> results;

    /** Each result goes there as soon as there is one. */
    Bench(Programs programs, Settings settings, Schedule schedule, Consumer<CellResult> results) {
        this.programs = programs;
        this.settings = settings;
        this.schedule = schedule;
        this.results = results;
    }

    void run(Plan plan) {
        plan.parts().forEach(this::run);
    }

    private void run(Plan.Part part) {
        Map<ServerMode, List<Cell>> byMode = new LinkedHashMap<>();
        List<Cell> apart = new ArrayList<>();
        for (Cell cell : part.cells()) {
            if (cell.work() == Cell.Work.IDLE || cell.work() == Cell.Work.STEADY) {
                apart.add(cell);
            } else {
                byMode.computeIfAbsent(mode(cell), mode -> new ArrayList<>()).add(cell);
            }
        }
        byMode.forEach((mode, cells) -> run(mode, cells, part.servers()));
        for (Cell cell : apart) {
            measure(cell, part.servers().size(), () -> withNewServers(cell, part.servers()));
        }
    }

    private static ServerMode mode(Cell cell) {
        return switch (cell.work()) {
            case ECHO, CHURN, IDLE, STEADY -> ServerMode.ECHO;
            case FRAMED -> ServerMode.FRAMED;
            case ONE_WAY -> ServerMode.SINK;
        };
    }

    private void run(ServerMode mode, List<Cell> cells, List<String> names) {
        try (StartedServers servers = new StartedServers(programs, mode, names)) {
            for (Cell cell : cells) {
                measure(cell, names.size(), () -> besideTheFloor(cell, servers));
            }
        }
    }

    private void measure(Cell cell, int servers, Supplier<CellResult> measurement) {
        if (!schedule.hasTimeFor(cell, servers)) {
            System.out.println(cell.title() + ": no time left for it");
            return;
        }
        CellResult result = measurement.get();
        results.accept(result);
        System.out.println(line(result));
        System.out.println(schedule.after(cell, servers));
    }

    private CellResult withNewServers(Cell cell, List<String> servers) {
        return cell.work() == Cell.Work.IDLE
                ? new IdleRun(programs, cell).run(servers)
                : new SteadyRun(programs, settings, cell).run(servers);
    }

    private CellResult besideTheFloor(Cell cell, StartedServers servers) {
        try {
            CellResult result = new CellRun(programs, settings, cell)
                    .run(servers.floor(), servers.running())
                    .with(servers.absent());
            servers.recover(result);
            return result;
        } catch (ServerFailure e) {
            // Contestants keep theirs to themselves.
            servers.dropFloor();
            return CellResult.absent(
                    cell, new Absence(Absence.Reason.FLOOR_FAILED, "the floor failed: " + e.getMessage()));
        }
    }

    private static String line(CellResult result) {
        Absence absence = result.absence();
        if (absence != null) {
            return result.cell().title() + " " + absence.reason() + ": " + absence.text();
        }
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
