/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all servers did in one cell.
 *
 * @param cell what was asked
 * @param floorCpuNanos CPU time of the floor for a message, the median over all its slices
 * @param floorRate messages of the floor in a second, the median over all its slices
 * @param servers what came of it
 */
public record CellResult(Cell cell, double floorCpuNanos, double floorRate, List<ServerResult> servers) {
    /** Takes a copy. */
    public CellResult {
        servers = List.copyOf(servers);
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
        return new CellResult(cell, floorCpuNanos, floorRate, all);
    }

    /** The figures of those in a JVM that are not ours. */
    public List<ServerResult> peers() {
        return servers.stream()
                .filter(result -> result.failure() == null && ServerKind.of(result.server()) == ServerKind.PEER)
                .toList();
    }
}
