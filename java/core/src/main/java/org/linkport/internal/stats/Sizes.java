/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.linkport.Histogram;

/** How often values of which size came, by powers of two. Its writer counts without an atomic operation, any thread reads. */
public final class Sizes {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts;

    /** @param buckets how many sizes are kept apart, zero included */
    public Sizes(int buckets) {
        counts = new long[buckets];
    }

    /** Counts a value, 0 or more. Writer only. */
    public void add(long value) {
        int bucket = Math.min(Long.SIZE - Long.numberOfLeadingZeros(value), counts.length - 1);
        VALUE.setOpaque(counts, bucket, counts[bucket] + 1);
    }

    /** A copy. Any thread. */
    public Histogram copy() {
        List<Long> copy = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            copy.add((long) VALUE.getOpaque(counts, i));
        }
        return new Histogram(copy);
    }
}
