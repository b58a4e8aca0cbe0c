/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.Arrays;

/**
 * What is searched for a filter: both addresses and the id of each link, all in one text, which is searched as fast as
 * memory is read. It keeps no link. Immutable.
 */
final class LinkTexts {
    static final LinkTexts NONE = new LinkTexts(new long[0], new byte[0], new int[0]);

    private final long[] ids;
    private final byte[] text; // and perhaps more behind the last end
    private final int[] ends; // of the text of each link, behind its END

    /**
     * As {@link TextWriter} writes them.
     *
     * @param ids of the links, in the order of their texts
     * @param text of all of them, each with an end of a line behind it; not copied
     * @param ends where the text of each link ends, behind the end of the line
     */
    LinkTexts(long[] ids, byte[] text, int[] ends) {
        this.ids = ids;
        this.text = text;
        this.ends = ends;
    }

    int count() {
        return ids.length;
    }

    long id(int row) {
        return ids[row];
    }

    /** Whether it has those ids, at the same places. */
    boolean has(long[] others, int from, int to) {
        return to <= ids.length && Arrays.equals(ids, from, to, others, from, to);
    }

    /** Appends the texts of some rows to others. */
    void appendTo(TextBuffer other, int from, int to) {
        other.append(text, start(from), start(to));
    }

    /** Where the text of a row starts; that of the row behind the last one is its length. */
    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** The rows whose text has that part, in their order. A part with a line end is in none. */
    int[] rowsWith(String part) {
        int[] rows = new int[ids.length];
        int count = 0;
        int row = 0;
        TextSearch search = new TextSearch(text, start(ids.length), part);
        int at = search.next(0);
        while (at >= 0) {
            while (ends[row] <= at) {
                row++;
            }
            if (at + part.length() < ends[row]) {
                rows[count++] = row;
            }
            at = search.next(ends[row]);
        }
        return Arrays.copyOf(rows, count);
    }
}
