/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P", "E"};
    private static final int STEP = 1_024;

    private Figures() {}

    /** Bytes with three digits and a unit: 999B, 1.5K, 12.3M. */
    public static String bytes(long bytes) {
        return rate((double) bytes);
    }

    /** The same of bytes in a second. */
    public static String rate(double bytes) {
        double left = bytes;
        int unit = 0;
        while (left >= 999.5 && unit < UNITS.length - 1) {
            left /= STEP;
            unit++;
        }
        String format = unit == 0 || left >= 99.95 ? "%.0f%s" : "%.1f%s";
        return String.format(Locale.ROOT, format, left, UNITS[unit]);
    }

    /** A duration with its two largest units: 850ms, 12.3s, 4m05s, 3h20m, 5d07h. */
    public static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
        }
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        long minutes = seconds / 60;
        return minutes < 1_440
                ? String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60)
                : String.format(Locale.ROOT, "%dd%02dh", minutes / 1_440, minutes / 60 % 24);
    }
}
