/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Round;

/** A run on one line. */
public final class Summary {
    private Summary() {}

    /** The worst of all cells with answers: our CPU time for a message by the floor's, and by that of the best peer in a JVM. */
    public static String line(BenchRun run) {
        DoubleStream byFloor = answered(run)
                .flatMap(cell -> cell.server(Goals.subject(run)).stream())
                .mapToDouble(ours -> ours.median(Round::cpuRatio));
        DoubleStream byPeer = answered(run)
                .flatMap(cell -> cell.server(Goals.subject(run)).stream()
                        .flatMap(ours -> cell.peers().stream().map(ours::cpuAgainst)))
                .mapToDouble(ratio -> ratio);
        return "bench: cells=" + run.cells().size() + " worst_cpu_ratio_vs_c=" + worst(byFloor)
                + " worst_cpu_ratio_vs_best_jvm_peer=" + worst(byPeer);
    }

    private static Stream<CellResult> answered(BenchRun run) {
        return run.cells().stream().filter(result -> result.cell().isAnswered());
    }

    private static String worst(DoubleStream ratios) {
        return ratios.filter(Double::isFinite).max().stream()
                .mapToObj(worst -> String.format(Locale.ROOT, "%.3f", worst))
                .findFirst()
                .orElse("none");
    }
}
