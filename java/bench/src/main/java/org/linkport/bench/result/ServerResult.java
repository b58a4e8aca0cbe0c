/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one server did in one cell.
 *
 * @param server its name
 * @param failure why there are no figures; else null
 * @param rounds its slices, each with the floor's
 * @param cost what it spent over all of them
 * @param latencies how long its answers took
 * @param idle what its links cost that do nothing; null in other cells
 */
public record ServerResult(
        String server,
        @Nullable String failure,
        List<Round> rounds,
        Cost cost,
        Latencies latencies,
        @Nullable IdleMemory idle) {
    /** Takes a copy. */
    public ServerResult {
        rounds = List.copyOf(rounds);
    }

    /** One without figures. */
    public static ServerResult failed(String server, String failure) {
        return new ServerResult(server, failure, List.of(), Cost.NONE, Latencies.NONE, null);
    }

    /** One with idle links. */
    public static ServerResult idle(String server, IdleMemory memory) {
        return new ServerResult(server, null, List.of(), Cost.NONE, Latencies.NONE, memory);
    }

    /** The median of a figure over the rounds; not a number without any. */
    public double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }

    /**
     * The median of CPU time for a message as a multiple of another server's in the same rounds, both as multiples of the
     * floor around them.
     */
    public double cpuAgainst(ServerResult other) {
        int common = Math.min(rounds.size(), other.rounds.size());
        double[] ratios = new double[common];
        for (int i = 0; i < common; i++) {
            ratios[i] = rounds.get(i).cpuRatio() / other.rounds.get(i).cpuRatio();
        }
        return Median.of(ratios);
    }
}
