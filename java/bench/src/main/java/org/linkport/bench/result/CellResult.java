/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all servers did in one cell.
 *
 * @param cell what was asked
 * @param floorCpuNanos CPU time of the floor for a message, the median over all its slices
 * @param floorRate messages of the floor in a second, the median over all its slices
 * @param servers what came of it
 * @param absence why there is nothing of it at all; else null
 */
public record CellResult(
        Cell cell,
        double floorCpuNanos,
        double floorRate,
        List<ServerResult> servers,
        @Nullable Absence absence) {
    /** Takes a copy. */
    public CellResult {
        servers = List.copyOf(servers);
    }

    /** Where the floor and servers have figures. */
    public CellResult(Cell cell, double floorCpuNanos, double floorRate, List<ServerResult> servers) {
        this(cell, floorCpuNanos, floorRate, servers, null);
    }

    /** One without figures. */
    public static CellResult absent(Cell cell, Absence absence) {
        return new CellResult(cell, Double.NaN, Double.NaN, List.of(), absence);
    }

    /** The figures of that server, if it has any. */
    public Optional<ServerResult> server(String name) {
        return servers.stream()
                .filter(result -> result.server().equals(name) && result.failure() == null)
                .findFirst();
    }

    /** The same, and these after them. */
    public CellResult with(List<ServerResult> others) {
        List<ServerResult> all = new ArrayList<>(servers);
        all.addAll(others);
        return new CellResult(cell, floorCpuNanos, floorRate, all, absence);
    }

    /** Whether that server took part and has no figures. */
    public boolean hasFailed(String name) {
        return servers.stream().anyMatch(result -> result.server().equals(name) && result.failure() != null);
    }

    /** Whether a server with figures has fewer rounds than that. */
    public boolean isShort(int rounds) {
        return shortest() < rounds;
    }

    /** The fewest rounds that a server has figures of, where there are rounds. */
    public int shortest() {
        return servers.stream()
                .filter(result -> result.failure() == null && !result.rounds().isEmpty())
                .mapToInt(result -> result.rounds().size())
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** The figures of those in a JVM that are not ours. */
    public List<ServerResult> peers() {
        return servers.stream()
                .filter(result -> result.failure() == null && ServerKind.of(result.server()) == ServerKind.PEER)
                .toList();
    }
}
