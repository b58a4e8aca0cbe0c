/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.Arrays;
import java.util.Locale;
import org.linkport.Link;
import org.linkport.LinkStats;
import org.linkport.Linkport;

/** All links at one moment, column by column. Nobody changes it. */
final class LinkTable {
    private static final Column[] COLUMNS = Column.values();

    final long takenMillis;
    private final int count;
    private final Link[] links;
    private final long[] ids;
    private final long[][] columns;
    private final State[] states;

    /** In which state a link is, as far as one sees from outside. */
    enum State {
        OPEN,
        PAUSED,
        CLOSING;

        static State of(Link link, LinkStats stats) {
            return !link.isOpen() ? CLOSING : stats.paused() ? PAUSED : OPEN;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Takes the links of a Linkport as they are, while its workers go on. */
    LinkTable(Linkport port) {
        takenMillis = System.currentTimeMillis();
        Link[] found = new Link[Math.max(16, port.links().count() + 16)];
        int n = 0;
        for (Link link : port.links()) {
            if (n == found.length) {
                found = Arrays.copyOf(found, n * 2);
            }
            found[n++] = link;
        }
        count = n;
        links = found;
        ids = new long[n];
        columns = new long[COLUMNS.length][n];
        states = new State[n];
        for (int row = 0; row < n; row++) {
            fill(row, links[row]);
        }
    }

    @SuppressWarnings("EnumOrdinal") // an index into an array that lives for a second
    private void fill(int row, Link link) {
        LinkStats stats = link.stats();
        ids[row] = link.id();
        states[row] = State.of(link, stats);
        for (Column column : COLUMNS) {
            columns[column.ordinal()][row] = column.of(link, stats);
        }
    }

    int count() {
        return count;
    }

    Link link(int row) {
        return links[row];
    }

    long[] ids() {
        return ids;
    }

    @SuppressWarnings("EnumOrdinal")
    long[] column(Column column) {
        return columns[column.ordinal()];
    }

    long value(Column column, int row) {
        return column(column)[row];
    }

    State state(int row) {
        return states[row];
    }
}
