/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;

/**
 * Writes the {@link LinkTexts} of a table, some rows at a time, so that the addresses of a link are read while other things
 * of it are in the processor's caches. What is known of the same links is not written again. One thread.
 */
final class TextWriter {
    private static final char BETWEEN = ' ';
    private static final char END = '\n';
    private static final int USUAL_LENGTH = 48;
    private static final int UNKNOWN = -1;

    private final List<Link> links;
    private final long[] ids;
    private final LinkTexts earlier;
    private boolean differs; // from the earlier ones; nothing is written before
    private int next; // row of the earlier ones: links come in the order of their ids, mostly
    private int[] ends = new int[0];
    private TextBuffer text = new TextBuffer(0);

    /**
     * Of these links.
     *
     * @param ids of the links; each is read when its row is written
     */
    TextWriter(List<Link> links, long[] ids, @Nullable LinkTexts earlier) {
        this.links = links;
        this.ids = ids;
        this.earlier = earlier == null ? LinkTexts.NONE : earlier;
    }

    /** Writes the rows that come next. */
    void write(int from, int to) {
        if (!differs && earlier.has(ids, from, to)) {
            return;
        }
        start(from);
        for (int row = from; row < to; row++) {
            ends[row] = find(ids[row]);
        }
        long[] orders = ordersOfUnknown(from, to);
        int read = 0;
        for (int row = from; row < to; row++) {
            if (ends[row] == UNKNOWN) {
                write(row, orders[read++], orders[read++]);
            } else {
                earlier.appendTo(text, ends[row], ends[row] + 1);
            }
            ends[row] = text.length();
        }
    }

    /** Takes over all rows before one, which are those of the earlier ones. */
    private void start(int row) {
        if (differs) {
            return;
        }
        differs = true;
        next = row;
        ends = new int[ids.length];
        for (int before = 0; before < row; before++) {
            ends[before] = earlier.start(before + 1);
        }
        text = new TextBuffer(ids.length * USUAL_LENGTH);
        earlier.appendTo(text, 0, row);
    }

    /** The row of an id among the earlier ones. */
    private int find(long id) {
        while (next < earlier.count() && Long.compareUnsigned(earlier.id(next), id) < 0) {
            next++;
        }
        return next < earlier.count() && earlier.id(next) == id ? next : UNKNOWN;
    }

    /** Of the remote and the local address of each row whose text is not known. */
    private long[] ordersOfUnknown(int from, int to) {
        InetSocketAddress[] addresses = new InetSocketAddress[2 * (to - from)];
        int count = 0;
        for (int row = from; row < to; row++) {
            if (ends[row] == UNKNOWN) {
                addresses[count++] = links.get(row).remoteAddress();
                addresses[count++] = links.get(row).localAddress();
            }
        }
        long[] orders = new long[count];
        AddressOrder.ofAll(addresses, count, orders, 0);
        return orders;
    }

    private void write(int row, long remote, long local) {
        text.reserve(0);
        if (AddressOrder.isWhole(remote) && AddressOrder.isWhole(local)) {
            text.append(remote).append(BETWEEN).append(local);
        } else {
            Link link = links.get(row);
            text.append(link.remoteAddress()).append(BETWEEN).append(link.localAddress());
        }
        text.append(BETWEEN).hexadecimal(ids[row]).append(END);
    }

    /** The texts of all rows. */
    LinkTexts finish() {
        if (!differs && earlier.count() == ids.length) {
            return earlier;
        }
        start(ids.length);
        return new LinkTexts(ids, text.bytes(), ends);
    }
}
