/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;

/**
 * CPU time of the console's pages where 19,000 links are open, see {@link ManyLinks}. Not JMH: what counts is one
 * page whose data is in no cache any more, in time of its thread, which a busy machine does not change much.
 */
public final class LinkPageCost {
    private static final int MIDDLE = 9_000;
    private static final int LIMIT = 50;
    private static final int ROUNDS = 20;
    private static final int CACHE_BYTES = 64 << 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final byte[] otherMemory = new byte[CACHE_BYTES];
    private final Linkport port;
    private @Nullable LinkTable table;
    private long checksum;

    private LinkPageCost(Linkport port) {
        this.port = port;
    }

    /** When a page is asked for. */
    private enum Moment {
        /** Within a second of another page. */
        SAME_SECOND,
        /** A second after another page: links and their figures are read anew. */
        NEXT_SECOND,
        /** Nobody has looked at pages for a while, and the addresses of all links are new. */
        FIRST
    }

    private record Kind(String name, LinkQuery query) {
        static List<Kind> all() {
            List<Kind> kinds = new ArrayList<>();
            for (Column column : Column.values()) {
                String name = "sort " + column.name().toLowerCase(Locale.ROOT);
                kinds.add(new Kind(name, new LinkQuery(column, true, MIDDLE, LIMIT, "", -1, null)));
            }
            for (String part : new String[] {"127.0.0.1:4", "127", "zz", "::1"}) {
                kinds.add(new Kind("filter " + part, new LinkQuery(Column.AGE, false, 0, LIMIT, part, -1, null)));
            }
            kinds.add(new Kind("long filter", new LinkQuery(Column.REMOTE, true, MIDDLE, 200, ".0.0.1:", -1, null)));
            kinds.add(new Kind("state", new LinkQuery(Column.SENT, true, 0, LIMIT, "", -1, LinkTable.State.PAUSED)));
            kinds.add(new Kind("worker", new LinkQuery(Column.SILENT, true, 0, LIMIT, "", 0, null)));
            return kinds;
        }
    }

    /** Nanoseconds of a page. */
    private long page(LinkQuery query, Moment moment) {
        if (moment != Moment.SAME_SECOND) {
            for (int i = 0; i < CACHE_BYTES; i += 64) {
                otherMemory[i]++;
            }
        }
        long start = THREADS.getCurrentThreadCpuTime();
        LinkTable used = table;
        if (moment != Moment.SAME_SECOND || used == null) {
            used = new LinkTable(port, moment == Moment.FIRST || used == null ? null : used.lastTexts());
            table = used;
        }
        checksum += LinkPages.page(query, used).bytes().length;
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** The highest median of them, in nanoseconds. */
    private long run(int rounds) {
        List<Kind> kinds = Kind.all();
        long highest = 0;
        for (Moment moment : Moment.values()) {
            long[][] nanos = new long[kinds.size()][rounds];
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < kinds.size(); i++) {
                    nanos[i][round] = page(kinds.get(i).query(), moment);
                }
            }
            for (int i = 0; i < kinds.size(); i++) {
                Arrays.sort(nanos[i]);
                highest = Math.max(highest, nanos[i][rounds / 2]);
                System.out.printf(
                        "%-12s %-20s median %6.2f  worst %6.2f ms%n",
                        moment, kinds.get(i).name(), nanos[i][rounds / 2] / 1e6, nanos[i][rounds - 1] / 1e6);
            }
        }
        return highest;
    }

    /** Prints; the last line has the highest median of a JVM that has seen all kinds before. */
    public static void main(String[] args) throws Exception {
        try (ManyLinks links = new ManyLinks()) {
            links.connect();
            LinkPageCost cost = new LinkPageCost(links.port);
            System.out.printf(
                    "the first page of the JVM %.2f ms, the second %.2f ms%n",
                    cost.page(Kind.all().get(3).query(), Moment.FIRST) / 1e6,
                    cost.page(Kind.all().get(9).query(), Moment.FIRST) / 1e6);
            cost.run(ROUNDS);
            System.out.println("warm:");
            long highest = cost.run(ROUNDS);
            System.out.printf(
                    "pages: links=%d kinds=%d highest_median_millis=%.2f checksum=%d%n",
                    links.port.links().count(), Kind.all().size(), highest / 1e6, cost.checksum);
        }
    }
}
