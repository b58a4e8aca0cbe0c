/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * How long answers took.
 *
 * @param closed with every link busy, from the sending of a message; null where there are no answers
 * @param open at {@code openRate}, from when a message was due, the median over its slices; null if not measured
 * @param openRate messages in a second; 0 if not measured
 */
public record Latencies(
        @Nullable Percentiles closed, @Nullable Percentiles open, long openRate) {
    /** Where there are no answers. */
    public static final Latencies NONE = new Latencies(null, null, 0);
}
