/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.Locale;
import org.linkport.bench.result.Cell;

/** What of a plan is done, and whether there is time for the next cell. */
final class Schedule {
    private static final double MINUTE = 60;

    private final Plan plan;
    private final Settings settings;
    private final double within;
    private final long began = System.nanoTime();
    private double planned;
    private int cells;

    /** @param withinMinutes after which no cell begins that would end later; 0 for no such limit */
    Schedule(Plan plan, Settings settings, double withinMinutes) {
        this.plan = plan;
        this.settings = settings;
        within = withinMinutes > 0 ? withinMinutes * MINUTE : Double.MAX_VALUE;
    }

    String estimate() {
        return String.format(
                Locale.ROOT,
                "bench: %d cells, %d rounds of %d ms: about %.0f minutes",
                plan.cells().size(),
                settings.rounds(),
                settings.sliceMillis(),
                Math.ceil(plan.seconds(settings) / MINUTE));
    }

    boolean hasTimeFor(Cell cell, int servers) {
        return elapsed() + settings.seconds(cell, servers) <= within;
    }

    /** How far it is after that cell. */
    String after(Cell cell, int servers) {
        cells++;
        planned += settings.seconds(cell, servers);
        double left = Math.max(0, plan.seconds(settings) - planned);
        return String.format(
                Locale.ROOT,
                "[%d of %d cells, minute %.1f, about %.1f more]",
                cells,
                plan.cells().size(),
                elapsed() / MINUTE,
                left / MINUTE);
    }

    private double elapsed() {
        return (System.nanoTime() - began) / 1e9;
    }
}
