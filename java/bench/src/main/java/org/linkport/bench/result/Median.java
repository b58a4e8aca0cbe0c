/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.Arrays;

/** Middles of several figures. */
public final class Median {
    private Median() {}

    /** The middle one, or the mean of the two in the middle; not a number if there is none. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The geometric mean; not a number if there is none. */
    public static double geometricMean(double... values) {
        return values.length == 0
                ? Double.NaN
                : Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
    }
}
