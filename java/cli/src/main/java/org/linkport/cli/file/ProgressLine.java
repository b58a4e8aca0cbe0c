/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.PrintWriter;
import java.util.Locale;
import org.linkport.cli.Figures;

/** One line at a terminal that says how far everything is, how fast, and how long it will take. */
final class ProgressLine {
    private static final int BAR = 24;
    private static final double SMOOTHING = 0.3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final boolean live;
    private final long totalBytes;
    private final int totalFiles;
    private long lastNanos = System.nanoTime();
    private long lastBytes;
    private double rate = -1;

    ProgressLine(PrintWriter out, boolean live, long totalBytes, int totalFiles) {
        this.out = out;
        this.live = live;
        this.totalBytes = totalBytes;
        this.totalFiles = totalFiles;
    }

    void at(long bytes, int files) {
        if (!live) {
            return;
        }
        long now = System.nanoTime();
        double latest = Math.max(0, bytes - lastBytes) / Math.max(1e-3, (now - lastNanos) / NANOS_PER_SECOND);
        rate = rate < 0 ? latest : rate + SMOOTHING * (latest - rate);
        lastNanos = now;
        lastBytes = bytes;
        out.print("\r" + text(bytes, files, rate));
        out.flush();
    }

    private String text(long bytes, int files, double bytesPerSecond) {
        double share = totalBytes == 0 ? 1 : Math.min(1, bytes / (double) totalBytes);
        int filled = (int) Math.round(share * BAR);
        String left =
                bytesPerSecond < 1 ? "-" : Figures.duration(Math.round((totalBytes - bytes) / bytesPerSecond) * 1_000);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f%%  %s of %s  %d of %d files  %s/s  %s left   ",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                share * 100,
                Figures.bytes(bytes),
                Figures.bytes(totalBytes),
                files,
                totalFiles,
                Figures.rate(bytesPerSecond),
                left);
    }

    void end() {
        if (live) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
