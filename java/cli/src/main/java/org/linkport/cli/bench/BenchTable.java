/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The matrix as it grows: a table for each mode, a row for each number of links, a column for each packet size. */
final class BenchTable {
    private static final int KIB = 1 << 10;

    private final PrintWriter out;
    private final boolean live;
    private final List<Integer> packetBytes;
    private final StringBuilder row = new StringBuilder();
    private @Nullable BenchMode mode;

    /** Live at a terminal only: there the row that is being measured is written again and again. */
    BenchTable(PrintWriter out, boolean live, List<Integer> packetBytes) {
        this.out = out;
        this.live = live;
        this.packetBytes = packetBytes;
    }

    void begin(BenchCell cell) {
        if (cell.mode() != mode) {
            mode = cell.mode();
            head(cell.mode());
        }
        if (row.isEmpty()) {
            row.append(String.format(Locale.ROOT, "%6d", cell.links()));
        }
    }

    private void head(BenchMode newMode) {
        out.println();
        out.println(newMode.word() + ": " + newMode.text() + "; MiB/s");
        StringBuilder line = new StringBuilder(" links");
        for (int bytes : packetBytes) {
            line.append(
                    String.format(Locale.ROOT, "%7s", bytes % KIB == 0 ? bytes / KIB + "K" : Integer.toString(bytes)));
        }
        out.println(line);
        out.flush();
    }

    void at(CellRun run, double seconds) {
        if (live) {
            out.print("\r" + row + figure(run.bytes() / (double) (1 << 20) / seconds) + "?");
            out.flush();
        }
    }

    void end(BenchResult result, boolean last) {
        row.append(result.isRight() ? figure(result.mibPerSecond()) : String.format(Locale.ROOT, "%7s", "FAILED"));
        if (live) {
            out.print("\r" + row + " ");
        }
        if (last) {
            out.println(live ? "" : row);
            row.setLength(0);
        }
        out.flush();
    }

    static String figure(double value) {
        String format = value >= 100 ? "%7.0f" : value >= 10 ? "%7.1f" : "%7.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
