/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.util.List;
import java.util.Locale;

/** Results as an SVG image: a panel for each mode, a line for each number of links, over the packet sizes. */
final class BenchChart {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 76;
    private static final int TOP = 36;
    private static final int BOTTOM = 34;
    private static final int GRID = 4;
    private static final int KIB = 1 << 10;
    private static final List<String> COLOURS =
            List.of("#1c7ed6", "#2b8a3e", "#e8590c", "#ae3ec9", "#495057", "#c92a2a");

    private final StringBuilder out = new StringBuilder();
    private final List<BenchResult> results;
    private final List<Integer> sizes;
    private final List<Integer> links;

    private BenchChart(List<BenchResult> results) {
        this.results = results;
        sizes = results.stream()
                .map(each -> each.cell().packetBytes())
                .distinct()
                .sorted()
                .toList();
        links = results.stream()
                .map(each -> each.cell().links())
                .distinct()
                .sorted()
                .toList();
    }

    static String svg(List<BenchResult> results) {
        return new BenchChart(results).whole();
    }

    private String whole() {
        List<BenchMode> modes =
                results.stream().map(each -> each.cell().mode()).distinct().toList();
        int columns = Math.min(2, modes.size());
        int rows = (modes.size() + 1) / 2;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"MiB/s by packet size\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#212529\">",
                columns * WIDTH, rows * HEIGHT, columns * WIDTH, rows * HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", columns * WIDTH, rows * HEIGHT);
        for (int i = 0; i < modes.size(); i++) {
            panel(modes.get(i), i % 2 * WIDTH, i / 2 * HEIGHT);
        }
        add("</svg>");
        return out.toString();
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void panel(BenchMode mode, int x, int y) {
        double top = top(
                of(mode).stream().mapToDouble(BenchResult::mibPerSecond).max().orElse(1));
        add("<g transform=\"translate(%d %d)\">", x, y);
        add("<text x=\"%d\" y=\"20\" font-size=\"14\">%s, MiB/s</text>", LEFT, mode.word());
        for (int i = 0; i <= GRID; i++) {
            double height = yOf(top * i / GRID, top);
            add(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dee2e6\"/>",
                    LEFT, height, WIDTH - RIGHT, height);
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6, height + 4, number(top * i / GRID));
        }
        for (int i = 0; i < sizes.size(); i++) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    xOf(i), HEIGHT - BOTTOM + 16, size(sizes.get(i)));
        }
        for (int i = 0; i < links.size(); i++) {
            line(mode, links.get(i), COLOURS.get(i % COLOURS.size()), top, i);
        }
        add("</g>");
    }

    private List<BenchResult> of(BenchMode mode) {
        return results.stream().filter(each -> each.cell().mode() == mode).toList();
    }

    private void line(BenchMode mode, int count, String colour, double top, int place) {
        StringBuilder points = new StringBuilder();
        for (BenchResult each : of(mode)) {
            if (each.cell().links() == count) {
                double x = xOf(sizes.indexOf(each.cell().packetBytes()));
                double y = yOf(each.mibPerSecond(), top);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>", x, y, colour);
            }
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                points.toString().trim(), colour);
        int x = WIDTH - RIGHT + 10;
        int y = TOP + 12 + place * 16;
        add("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"3\" fill=\"%s\"/>", x, y - 5, colour);
        add("<text x=\"%d\" y=\"%d\">%d %s</text>", x + 14, y, count, count == 1 ? "link" : "links");
    }

    private double xOf(int place) {
        return LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * (place / (double) Math.max(1, sizes.size() - 1));
    }

    private static double yOf(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }

    /** 1, 2, 4 or 8 times a power of ten, so that a quarter of it is a short number. */
    private static double top(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1e-3))));
        for (int factor : new int[] {1, 2, 4, 8}) {
            if (highest <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(Math.round(value * 1e4) / 1e4);
    }

    private static String size(int bytes) {
        return bytes % KIB == 0 ? bytes / KIB + "K" : Integer.toString(bytes);
    }
}
