/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.linkport.bench.result.ServerKind;

/** Bars from left to right as an SVG image, one for each server, the shortest on top. */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int NAMES = 170;
    private static final int FIGURES = 70;
    private static final int BAR = 18;
    private static final int STEP = 26;
    private static final int TOP = 44;
    private static final String OURS = "#0b7285";
    private static final String RAW = "#868e96";
    private static final String PEER = "#ced4da";

    private final String title;
    private final String format;
    private final List<Bar> bars = new ArrayList<>();

    /** The figures are written in that format. */
    BarChart(String title, String format) {
        this.title = title;
        this.format = format;
    }

    private record Bar(String server, double value) {}

    void add(String server, double value) {
        if (Double.isFinite(value)) {
            bars.add(new Bar(server, value));
        }
    }

    boolean isEmpty() {
        return bars.isEmpty();
    }

    String svg() {
        bars.sort((a, b) -> Double.compare(a.value, b.value));
        int height = TOP + bars.size() * STEP + 6;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"%s\" font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                height,
                WIDTH,
                height,
                title));
        out.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, height));
        out.append(String.format(
                Locale.ROOT, "<text x=\"8\" y=\"24\" font-size=\"15\" fill=\"#212529\">%s</text>%n", title));
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            bar(out, bars.get(i), TOP + i * STEP, longest);
        }
        return out.append("</svg>\n").toString();
    }

    private void bar(StringBuilder out, Bar bar, int y, double longest) {
        double length = (WIDTH - NAMES - FIGURES) * bar.value / longest;
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#212529\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                        + "<text x=\"%.1f\" y=\"%d\" fill=\"#212529\">" + format + "</text>%n",
                NAMES - 8,
                y + 14,
                bar.server,
                NAMES,
                y,
                length,
                BAR,
                colour(bar.server),
                NAMES + length + 6,
                y + 14,
                bar.value));
    }

    private static String colour(String server) {
        return switch (ServerKind.of(server)) {
            case OURS -> OURS;
            case RAW -> RAW;
            case PEER -> PEER;
        };
    }
}
