/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
        table.read(columns(), !filter.isEmpty());
        int[] rows = filter.isEmpty()
                ? IntStream.range(0, table.count()).toArray()
                : table.texts().rowsWith(filter);
        if (worker >= 0) {
            rows = only(rows, table.column(Column.WORKER), worker);
        }
        if (state != null) {
            rows = only(rows, table.column(Column.STATE), state.code);
        }
        new Selection(table.column(sort), table.column(Column.ID), rows, descending).select(offset, offset + limit);
        return rows;
    }

    private Set<Column> columns() {
        Set<Column> columns = EnumSet.of(Column.ID, sort);
        if (worker >= 0) {
            columns.add(Column.WORKER);
        }
        if (state != null) {
            columns.add(Column.STATE);
        }
        return columns;
    }

    private static int[] only(int[] rows, long[] values, long wanted) {
        int count = 0;
        for (int row : rows) {
            if (values[row] == wanted) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
