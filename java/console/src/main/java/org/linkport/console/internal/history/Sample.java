/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import java.util.ArrayList;
import java.util.List;
import org.linkport.CloseReason;
import org.linkport.LinkportStats;

/**
 * What a Linkport did between two snapshots.
 *
 * @param timeMillis when the later one was taken, in milliseconds since 1970
 * @param stats the later one
 * @param series values, by {@link Series}
 * @param closes closes per second, by reason
 * @param workers of each worker
 */
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"}) // never compared; indexes of arrays that live for a second
public record Sample(
        long timeMillis, LinkportStats stats, double[] series, double[] closes, List<WorkerSample> workers) {
    static Sample between(LinkportStats earlier, LinkportStats later, long timeMillis, double seconds) {
        Series[] all = Series.values();
        double[] series = new double[all.length];
        for (Series each : all) {
            series[each.ordinal()] = each.between(earlier, later, seconds);
        }
        return new Sample(timeMillis, later, series, closes(earlier, later, seconds), workers(earlier, later, seconds));
    }

    private static double[] closes(LinkportStats earlier, LinkportStats later, double seconds) {
        CloseReason[] reasons = CloseReason.values();
        double[] closes = new double[reasons.length];
        later.closes().forEach((reason, count) -> {
            long before = earlier.closes().getOrDefault(reason, 0L);
            closes[reason.ordinal()] = (count - before) / seconds;
        });
        return closes;
    }

    private static List<WorkerSample> workers(LinkportStats earlier, LinkportStats later, double seconds) {
        List<WorkerSample> workers = new ArrayList<>(later.workers().size());
        for (int i = 0; i < later.workers().size(); i++) {
            workers.add(WorkerSample.between(
                    earlier.workers().get(i), later.workers().get(i), seconds));
        }
        return List.copyOf(workers);
    }
}
