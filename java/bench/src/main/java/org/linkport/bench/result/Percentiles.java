/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Latencies in nanoseconds.
 *
 * @param p50 half of all messages were answered within it
 * @param p90 nine in ten
 * @param p99 all but one in a hundred
 * @param p999 all but one in a thousand
 * @param max all
 */
public record Percentiles(long p50, long p90, long p99, long p999, long max) {
    /** The median of each, over several; null if there is none. */
    public static @Nullable Percentiles medianOf(List<Percentiles> all) {
        return all.isEmpty()
                ? null
                : new Percentiles(
                        median(all, Percentiles::p50),
                        median(all, Percentiles::p90),
                        median(all, Percentiles::p99),
                        median(all, Percentiles::p999),
                        median(all, Percentiles::max));
    }

    private static long median(List<Percentiles> all, ToLongFunction<Percentiles> which) {
        return (long) Median.of(
                all.stream().mapToDouble(each -> which.applyAsLong(each)).toArray());
    }
}
