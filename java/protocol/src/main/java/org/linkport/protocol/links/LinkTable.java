/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * Links of a server at about one moment.
 *
 * @param open how many were open
 * @param matching how many the query means
 * @param rows the first of those, in its order
 */
public record LinkTable(long open, long matching, List<LinkRow> rows) {
    /** Copies the list. */
    public LinkTable {
        rows = List.copyOf(rows);
    }

    /** As many rows as fit. */
    ByteBuffer body(int maxBytes) {
        ValueWriter writer = ValueWriter.growing(maxBytes, ByteOrder.BIG_ENDIAN);
        int fit = Math.min(rows.size(), (maxBytes - 12) / LinkRow.BYTES_MAX);
        writer.u32(open).u32(matching).u32(fit);
        rows.subList(0, fit).forEach(row -> row.write(writer));
        return writer.take();
    }

    static LinkTable read(ByteBuffer body) {
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        long open = fields.u32();
        long matching = fields.u32();
        List<LinkRow> rows = new ArrayList<>();
        for (long left = fields.u32(); left > 0; left--) {
            rows.add(LinkRow.read(fields));
        }
        return new LinkTable(open, matching, rows);
    }
}
