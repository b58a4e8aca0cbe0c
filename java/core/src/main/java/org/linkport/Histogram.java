/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often values of which size were seen, by powers of two. An immutable copy.
 *
 * @param counts of 0 first, then of values from {@code 2^(i-1)} to {@code 2^i - 1} at each further index {@code i}; the
 *     last also of everything beyond
 */
public record Histogram(List<Long> counts) {
    /** Copies the list. */
    public Histogram {
        counts = List.copyOf(counts);
    }

    /** Values seen. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** The largest value that is counted at that index; the last one has no such bound, and {@link Long#MAX_VALUE}. */
    public long bound(int index) {
        return index == counts.size() - 1 ? Long.MAX_VALUE : (1L << index) - 1;
    }

    /** What was seen since an earlier copy, or since ever if there is none. */
    public Histogram since(@Nullable Histogram earlier) {
        if (earlier == null) {
            return this;
        }
        List<Long> newer = new ArrayList<>(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            newer.add(counts.get(i) - earlier.counts.get(i));
        }
        return new Histogram(newer);
    }

    /** The index at which the largest value was counted, or -1 if there was none. */
    public int largest() {
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i) > 0) {
                return i;
            }
        }
        return -1;
    }
}
