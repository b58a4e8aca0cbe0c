/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import java.util.Set;
import org.linkport.bench.result.Cell;

/**
 * What a run is to measure, in that order: what tells most comes first, since a run may be stopped.
 *
 * @param parts cells, each with those who take part
 */
record Plan(List<Part> parts) {
    /**
     * Cells with the same servers.
     *
     * @param cells of any work
     * @param servers without the floor
     */
    record Part(List<Cell> cells, List<String> servers) {
        Part {
            cells = List.copyOf(cells);
            servers = List.copyOf(servers);
        }
    }

    private static final int STEADY_SECONDS = 60;

    Plan {
        parts = List.copyOf(parts);
    }

    static Plan of(List<Cell> cells, List<String> servers) {
        return new Plan(List.of(new Part(cells, servers)));
    }

    /** Every cell: those of the goals with everybody, the others with those that tell most. */
    static Plan full() {
        return everyCell(Lineup.telling());
    }

    /** Every cell with everybody. */
    static Plan everybody() {
        return everyCell(Lineup.full());
    }

    private static Plan everyCell(List<String> inOthers) {
        return new Plan(List.of(
                new Part(Matrix.goals(), Lineup.full()),
                new Part(List.of(Cell.steady(64, 64, STEADY_SECONDS)), Lineup.steady()),
                new Part(Matrix.others(), inOthers)));
    }

    /** The same cells with these servers only. */
    Plan with(List<String> servers) {
        return new Plan(
                parts.stream().map(part -> new Part(part.cells, servers)).toList());
    }

    /** What is left of it when those cells are done. */
    Plan without(Set<Cell> done) {
        return new Plan(parts.stream()
                .map(part -> new Part(
                        part.cells.stream().filter(cell -> !done.contains(cell)).toList(), part.servers))
                .filter(part -> !part.cells.isEmpty())
                .toList());
    }

    List<Cell> cells() {
        return parts.stream().flatMap(part -> part.cells.stream()).toList();
    }

    /** How long it will take, about. */
    double seconds(Settings settings) {
        return parts.stream()
                .mapToDouble(part -> settings.startSeconds(part.servers().size())
                        + part.cells.stream()
                                .mapToDouble(cell ->
                                        settings.seconds(cell, part.servers().size()))
                                .sum())
                .sum();
    }
}
