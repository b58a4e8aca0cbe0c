/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
final class Table {
    private final StringBuilder text = new StringBuilder();
    private final int columns;

    /** The first column is of words, the others of figures. */
    Table(List<String> heads) {
        columns = heads.size();
        line(heads);
        List<String> rule = new ArrayList<>(List.of("---"));
        while (rule.size() < columns) {
            rule.add("---:");
        }
        line(rule);
    }

    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns);
        }
        line(cells);
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
