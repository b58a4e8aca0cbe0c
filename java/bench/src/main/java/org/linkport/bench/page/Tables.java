/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Median;
import org.linkport.bench.result.ServerResult;

/** The figures of a run by cell and server. */
final class Tables {
    private static final String NONE = "–";
    private static final String FAILED = "failed";

    private final BenchRun run;
    private final List<String> servers;

    Tables(BenchRun run) {
        this.run = run;
        servers = run.cells().stream()
                .flatMap(cell -> cell.servers().stream())
                .map(ServerResult::server)
                .distinct()
                .toList();
    }

    List<String> servers() {
        return servers;
    }

    private static boolean isFigure(double value) {
        return !Double.isNaN(value);
    }

    /** What a table shows of a server in a cell. */
    record View(
            @Nullable String floorHead,
            ToDoubleFunction<CellResult> floor,
            ToDoubleFunction<ServerResult> figure,
            String format) {
        /** A multiple of the floor's, which stands beside it; with geometric means. */
        static View ratio(String floorHead, ToDoubleFunction<CellResult> floor, ToDoubleFunction<ServerResult> figure) {
            return new View(floorHead, floor, figure, "%.2f");
        }

        /** A figure as it is. */
        static View plain(ToDoubleFunction<ServerResult> figure, String format) {
            return new View(null, cell -> Double.NaN, figure, format);
        }
    }

    /** A row for each such cell, a column for each server, and the geometric means; empty without such cells. */
    String byCell(Predicate<Cell> which, View view) {
        List<CellResult> cells = chosen(which).stream()
                .filter(cell -> cell.servers().stream().anyMatch(result -> isFigure(view.figure.applyAsDouble(result))))
                .toList();
        if (cells.isEmpty()) {
            return "";
        }
        Table table = new Table(row("links × bytes", view.floorHead, server -> server));
        for (CellResult cell : cells) {
            String floor = view.floorHead == null ? null : text("%.2f", view.floor.applyAsDouble(cell));
            table.row(row(
                    cell.cell().title(),
                    floor,
                    server -> cell.server(server)
                            .map(result -> text(view.format, view.figure.applyAsDouble(result)))
                            .orElse(cell.hasFailed(server) ? FAILED : NONE)));
        }
        if (view.floorHead != null) {
            table.row(row("geometric mean", "", server -> text(view.format, mean(which, server, view.figure))));
        }
        return table.toString();
    }

    private List<String> row(String first, @Nullable String second, Function<String, String> ofServer) {
        List<String> row = new ArrayList<>(List.of(first));
        if (second != null) {
            row.add(second);
        }
        servers.forEach(server -> row.add(ofServer.apply(server)));
        return row;
    }

    /** The geometric mean of a figure of a server over such cells; not a number without any. */
    double mean(Predicate<Cell> which, String server, ToDoubleFunction<ServerResult> figure) {
        return Median.geometricMean(chosen(which).stream()
                .flatMap(cell -> cell.server(server).stream())
                .mapToDouble(figure)
                .filter(value -> Double.isFinite(value) && value > 0)
                .toArray());
    }

    /** A row for each server, of what this says of each in such a cell; empty without such a cell. */
    String byServer(Predicate<Cell> which, List<String> heads, Function<ServerResult, List<String>> figures) {
        StringBuilder text = new StringBuilder();
        for (CellResult cell : chosen(which)) {
            List<String> all = new ArrayList<>(List.of(cell.cell().title()));
            all.addAll(heads);
            Table table = new Table(all);
            for (String server : servers) {
                Optional<ServerResult> result = cell.server(server);
                if (result.isPresent()) {
                    List<String> row = new ArrayList<>(List.of(server));
                    row.addAll(figures.apply(result.get()));
                    table.row(row);
                }
            }
            text.append(table).append('\n');
        }
        return text.toString();
    }

    private List<CellResult> chosen(Predicate<Cell> which) {
        return run.cells().stream().filter(cell -> which.test(cell.cell())).toList();
    }

    /** The figure in that format, or a dash for what is not a number. */
    static String text(String format, double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
    }
}
