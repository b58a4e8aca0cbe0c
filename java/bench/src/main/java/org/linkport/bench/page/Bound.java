/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** Figures by what they were measured at, and a bound that all of them are to keep. */
final class Bound {
    private final String text;
    private final boolean upper;
    private final DoublePredicate holds;

    private Bound(String text, boolean upper, DoublePredicate holds) {
        this.text = text;
        this.upper = upper;
        this.holds = holds;
    }

    static Bound atMost(double limit, String text) {
        return new Bound(text, true, value -> value <= limit);
    }

    static Bound below(double limit, String text) {
        return new Bound(text, true, value -> value < limit);
    }

    static Bound atLeast(double limit, String text) {
        return new Bound(text, false, value -> value >= limit);
    }

    /** By the worst of them; how many keep it is said beside it. */
    Goal judge(List<Figure> all) {
        List<Figure> figures =
                all.stream().filter(figure -> !Double.isNaN(figure.value())).toList();
        Optional<Figure> worst = figures.stream().reduce((a, b) -> upper == (a.value() >= b.value()) ? a : b);
        if (worst.isEmpty()) {
            return new Goal(text, "not measured", Goal.Verdict.UNKNOWN);
        }
        long kept = figures.stream().filter(this::isKeptBy).count();
        return new Goal(
                text,
                String.format(Locale.ROOT, "%.3f", worst.get().value()) + " ("
                        + worst.get().where() + ")" + count(kept, figures.size()),
                kept == figures.size() ? Goal.Verdict.HOLDS : Goal.Verdict.FAILS);
    }

    private boolean isKeptBy(Figure figure) {
        return holds.test(figure.value());
    }

    private static String count(long kept, int all) {
        return all == 1 ? "" : "; holds in " + kept + " of " + all;
    }

    /**
     * One figure.
     *
     * @param where it was measured
     * @param value of it
     */
    record Figure(String where, double value) {}
}
