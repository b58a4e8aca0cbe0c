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
 * @param userNanos CPU time in user mode for a message, over all rounds
 * @param systemNanos CPU time in the kernel for a message, over all rounds
 * @param allocatedBytes heap memory taken for a message, over all rounds
 * @param gcMillis time in collections, over all rounds
 * @param systemCalls for a message, in a slice of its own; null if this machine cannot count them
 * @param closed latencies with every link busy; from the sending of a message
 * @param open latencies at {@code openRate}, from when a message was due; null if not measured
 * @param openRate messages in a second; 0 if not measured
 */
public record ServerResult(
        String server,
        @Nullable String failure,
        List<Round> rounds,
        double userNanos,
        double systemNanos,
        double allocatedBytes,
        long gcMillis,
        @Nullable Double systemCalls,
        @Nullable Percentiles closed,
        @Nullable Percentiles open,
        long openRate) {
    /** Takes a copy. */
    public ServerResult {
        rounds = List.copyOf(rounds);
    }

    /** One without figures. */
    public static ServerResult failed(String server, String failure) {
        return new ServerResult(server, failure, List.of(), 0, 0, 0, 0, null, null, null, 0);
    }

    /** Whether there are figures. */
    public boolean succeeded() {
        return failure == null;
    }

    /** The median of a figure over the rounds; not a number without any. */
    public double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** The median of CPU time for a message as a multiple of the floor's. */
    public double cpuRatio() {
        return median(Round::cpuRatio);
    }

    /** The median of the rate as a multiple of the floor's. */
    public double rateRatio() {
        return median(Round::rateRatio);
    }
}
