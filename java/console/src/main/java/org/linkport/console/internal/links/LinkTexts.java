/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;

/**
 * What is searched for a filter: both addresses and the id of each link, all in one text, which is searched as fast as
 * memory is read. It keeps no link. Immutable.
 */
final class LinkTexts {
    private static final char BETWEEN = ' ';
    private static final char END = '\n';
    private static final int USUAL_LENGTH = 48;

    private final long[] ids;
    private final String text;
    private final int[] ends; // of the text of each link, behind its END

    private LinkTexts(long[] ids, String text, int[] ends) {
        this.ids = ids;
        this.text = text;
        this.ends = ends;
    }

    /**
     * Of these links.
     *
     * @param earlier what it knows is not written again: links come in the order of their ids, mostly; null if there is none
     */
    static LinkTexts of(Link[] links, long[] ids, @Nullable LinkTexts earlier) {
        if (earlier == null) {
            return new Writing(links, ids).write(new LinkTexts(new long[0], "", new int[0]));
        }
        return Arrays.equals(ids, earlier.ids) ? earlier : new Writing(links, ids).write(earlier);
    }

    /** One writing of all of them. */
    private static final class Writing {
        private final Link[] links;
        private final long[] ids;
        private final int[] known; // which row of the earlier ones
        private final int[] ends;
        private final AddressText text;

        Writing(Link[] links, long[] ids) {
            this.links = links;
            this.ids = ids;
            this.known = new int[ids.length];
            this.ends = new int[ids.length];
            this.text = new AddressText(ids.length * USUAL_LENGTH);
        }

        LinkTexts write(LinkTexts earlier) {
            int[] rows = unknown(earlier.ids);
            long[] remote = new long[rows.length];
            long[] local = new long[rows.length];
            // A short loop, because the memory is cold: the processor waits for that of many links at a time.
            for (int i = 0; i < rows.length; i++) {
                remote[i] = AddressText.order(links[rows[i]].remoteAddress());
                local[i] = AddressText.order(links[rows[i]].localAddress()); // of a listener's links mostly one object
            }
            byte[] old = earlier.text.getBytes(StandardCharsets.ISO_8859_1);
            int next = 0;
            for (int row = 0; row < ids.length; row++) {
                if (known[row] < 0) {
                    write(row, remote[next], local[next]);
                    next++;
                } else {
                    text.append(old, earlier.start(known[row]), earlier.ends[known[row]]);
                }
                ends[row] = text.length();
            }
            return new LinkTexts(ids, text.toString(), ends);
        }

        private int[] unknown(long[] earlier) {
            int[] rows = new int[ids.length];
            int count = 0;
            int at = 0;
            for (int row = 0; row < ids.length; row++) {
                while (at < earlier.length && Long.compareUnsigned(earlier[at], ids[row]) < 0) {
                    at++;
                }
                boolean isKnown = at < earlier.length && earlier[at] == ids[row];
                known[row] = isKnown ? at : -1;
                if (!isKnown) {
                    rows[count++] = row;
                }
            }
            return Arrays.copyOf(rows, count);
        }

        private void write(int row, long remote, long local) {
            text.reserve(0);
            if (AddressText.isWhole(remote) && AddressText.isWhole(local)) {
                text.append(remote).append(BETWEEN).append(local);
            } else {
                text.append(links[row].remoteAddress()).append(BETWEEN).append(links[row].localAddress());
            }
            text.append(BETWEEN).hexadecimal(ids[row]).append(END);
        }
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** The rows whose text has that part, in their order. A part with a line end is in none. */
    int[] rowsWith(String part) {
        int[] rows = new int[ids.length];
        int count = 0;
        int row = 0;
        int at = text.indexOf(part);
        while (at >= 0) {
            while (ends[row] <= at) {
                row++;
            }
            if (at + part.length() < ends[row]) {
                rows[count++] = row;
            }
            at = text.indexOf(part, ends[row]);
        }
        return Arrays.copyOf(rows, count);
    }
}
