/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;
import org.linkport.LinkStats;
import org.linkport.Linkport;

/**
 * All links at one moment, and of each column what it was when it was first asked for: a look at everything that each of
 * very many links knows would cost more than the page. Any thread.
 */
final class LinkTable {
    final long takenMillis;
    private final Link[] links;
    private final long[] ids;
    private final Map<Column, long[]> columns = new EnumMap<>(Column.class);
    private final byte[] @Nullable [] texts;

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

    /**
     * Takes the links of a Linkport as they are, while its workers go on.
     *
     * @param earlier whose texts are used again, which take long to write and never change; null if there is none
     */
    LinkTable(Linkport port, @Nullable LinkTable earlier) {
        takenMillis = System.currentTimeMillis();
        Link[] found = new Link[Math.max(16, port.links().count() + 16)];
        int n = 0;
        for (Link link : port.links()) {
            if (n == found.length) {
                found = Arrays.copyOf(found, n * 2);
            }
            found[n++] = link;
        }
        links = Arrays.copyOf(found, n);
        ids = new long[n];
        Arrays.setAll(ids, row -> links[row].id());
        texts = earlier == null ? new byte[n][] : earlier.textsOf(ids);
    }

    /** Links come in the order of their ids, mostly; where they do not, a text is written anew. */
    private synchronized byte[] @Nullable [] textsOf(long[] wanted) {
        byte[] @Nullable [] found = new byte[wanted.length][];
        int row = 0;
        for (int i = 0; i < wanted.length; i++) {
            while (row < ids.length && Long.compareUnsigned(ids[row], wanted[i]) < 0) {
                row++;
            }
            if (row < ids.length && ids[row] == wanted[i]) {
                found[i] = texts[row];
            }
        }
        return found;
    }

    /** What is searched for a filter, of all rows. */
    synchronized byte[] @Nullable [] texts() {
        AddressText text = new AddressText();
        for (int row = 0; row < texts.length; row++) {
            if (texts[row] == null) {
                texts[row] = text.of(links[row]);
            }
        }
        return texts;
    }

    int count() {
        return links.length;
    }

    Link link(int row) {
        return links[row];
    }

    long[] ids() {
        return ids;
    }

    /** A column of all rows. */
    synchronized long[] column(Column column) {
        return columns.computeIfAbsent(column, this::read);
    }

    private long[] read(Column column) {
        long[] values = new long[links.length];
        Arrays.setAll(values, row -> column.of(links[row]));
        return values;
    }
}
