/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures by what they were measured at, and a bound that all of them are to keep. */
final class Bound {
    private final String text;
    private final boolean upper;
    private final double limit;

    private Bound(String text, boolean upper, double limit) {
        this.text = text;
        this.upper = upper;
        this.limit = limit;
    }

    static Bound atMost(double limit, String text) {
        return new Bound(text, true, limit);
    }

    static Bound atLeast(double limit, String text) {
        return new Bound(text, false, limit);
    }

    Goal judge(List<Figure> figures) {
        Optional<Figure> worst = figures.stream()
                .filter(figure -> !Double.isNaN(figure.value()))
                .reduce((a, b) -> upper == (a.value() >= b.value()) ? a : b);
        if (worst.isEmpty()) {
            return new Goal(text, "not measured", Goal.Verdict.UNKNOWN);
        }
        double value = worst.get().value();
        boolean holds = upper ? value <= limit : value >= limit;
        return new Goal(
                text,
                String.format(Locale.ROOT, "%.3f", value) + " (" + worst.get().where() + ")",
                holds ? Goal.Verdict.HOLDS : Goal.Verdict.FAILS);
    }

    /**
     * One figure.
     *
     * @param where it was measured
     * @param value of it
     */
    record Figure(String where, double value) {}
}
