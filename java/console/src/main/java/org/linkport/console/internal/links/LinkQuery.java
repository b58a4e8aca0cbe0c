/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;
import org.linkport.console.internal.http.Request;
import org.linkport.console.internal.http.Request.BadRequest;

/**
 * Which links, and in which order.
 *
 * @param filter part of an address or of an id, in lower case; empty for all
 * @param worker of one worker; -1 for all
 * @param state in one state; null for all
 */
record LinkQuery(
        Column sort,
        boolean descending,
        int offset,
        int limit,
        String filter,
        int worker,
        LinkTable.@Nullable State state) {
    static final int LIMIT_MAX = 200;
    private static final int FILTER_MAX = 100;
    private static final byte[] @Nullable [] NO_TEXTS = new byte[0][];
    private static final int WORKERS_MAX = 63;

    static LinkQuery of(Request request) {
        String filter = request.parameter("filter").strip().toLowerCase(Locale.ROOT);
        if (filter.length() > FILTER_MAX) {
            throw new BadRequest("filter has more than " + FILTER_MAX + " characters");
        }
        return new LinkQuery(
                Column.of(request.parameter("sort")),
                request.parameter("order").equals("desc"),
                request.number("offset", 0, 0, 10_000_000),
                request.number("limit", 50, 1, LIMIT_MAX),
                filter,
                request.number("worker", -1, 0, WORKERS_MAX),
                state(request.parameter("state")));
    }

    private static LinkTable.@Nullable State state(String name) {
        if (name.isEmpty()) {
            return null;
        }
        try {
            return LinkTable.State.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("state must be open, paused or closing");
        }
    }

    /** The rows of a table that are asked for, those of the page in their order and at their place. */
    int[] rows(LinkTable table) {
        int[] rows = new int[table.count()];
        int found = 0;
        byte[] part = filter.getBytes(StandardCharsets.UTF_8);
        byte[] @Nullable [] texts = part.length == 0 ? NO_TEXTS : table.texts();
        for (int row = 0; row < rows.length; row++) {
            if (isAsked(table, row) && (part.length == 0 || AddressText.contains(texts[row], part))) {
                rows[found++] = row;
            }
        }
        int[] matched = Arrays.copyOf(rows, found);
        new Selection(table.column(sort), table.ids(), matched, descending).select(offset, offset + limit);
        return matched;
    }

    private boolean isAsked(LinkTable table, int row) {
        Link link = table.link(row);
        return (worker < 0 || link.worker().index() == worker)
                && (state == null || LinkTable.State.of(link, link.stats()) == state);
    }
}
