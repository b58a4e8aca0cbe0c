/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;
import org.linkport.Linkport;

/**
 * All links at one moment, and of each column what it was when it was first asked for: a look at everything that each of
 * very many links knows would cost more than the page. Any thread.
 */
final class LinkTable {
    /** Links whose columns are read one after the other, while what is known of them is in the processor's caches. */
    private static final int BLOCK = 64;

    final long takenMillis = System.currentTimeMillis();
    private final long takenNanos = System.nanoTime();
    private final List<Link> links;
    private final Map<Column, long[]> columns = new EnumMap<>(Column.class);
    private volatile @Nullable LinkTexts texts; // perhaps those of an earlier table
    private boolean hasTexts;

    /** In which state a link is, as far as one sees from outside. */
    enum State {
        OPEN(0),
        PAUSED(1),
        CLOSING(2);

        /** Its place in the column of states. */
        final long code;

        State(long code) {
            this.code = code;
        }

        static State of(Link link) {
            return !link.isOpen() ? CLOSING : link.isPaused() ? PAUSED : OPEN;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Takes the links of a Linkport as they are, while its workers go on.
     *
     * @param earlier texts of earlier links, to be used again, as they never change; null if there are none
     */
    LinkTable(Linkport port, @Nullable LinkTexts earlier) {
        links = port.links().toList();
        texts = earlier;
    }

    /** The texts for later ones: its own, if a filter asked for them, or else those that it was given. Does not wait. */
    @Nullable
    LinkTexts lastTexts() {
        return texts;
    }

    int count() {
        return links.size();
    }

    Link link(int row) {
        return links.get(row);
    }

    /**
     * Reads those columns that were not read before, together.
     *
     * @param wanted the column of ids is among them, if there are texts to read
     * @param withTexts whether what is searched for a filter is read, too
     */
    synchronized void read(Set<Column> wanted, boolean withTexts) {
        Set<Column> missing = EnumSet.copyOf(wanted);
        missing.removeAll(columns.keySet());
        missing.forEach(column -> columns.put(column, new long[links.size()]));
        TextWriter writer = withTexts && !hasTexts ? new TextWriter(links, values(Column.ID), texts) : null;
        if (writer != null || !missing.isEmpty()) {
            read(missing, writer);
        }
        if (writer != null) {
            texts = writer.finish();
            hasTexts = true;
        }
    }

    private void read(Set<Column> missing, @Nullable TextWriter writer) {
        for (int from = 0; from < links.size(); from += BLOCK) {
            int to = Math.min(links.size(), from + BLOCK);
            for (Column column : missing) {
                column.read(links, takenNanos, values(column), from, to);
            }
            if (writer != null) {
                writer.write(from, to);
            }
        }
    }

    /** A column of all rows. */
    synchronized long[] column(Column column) {
        read(EnumSet.of(column), false);
        return values(column);
    }

    private long[] values(Column column) {
        return columns.getOrDefault(column, new long[0]);
    }

    /** What is searched for a filter. */
    synchronized LinkTexts texts() {
        read(EnumSet.of(Column.ID), true);
        return Objects.requireNonNull(texts);
    }
}
