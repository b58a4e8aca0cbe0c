/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * Which links are listed, and in what order.
 *
 * @param sort what they are in the order of
 * @param descending the largest first
 * @param filter part of an address or of the name of a user, in small or large letters; empty for all
 * @param maxRows how many at most; 1 to 10,000
 */
public record LinkQuery(Sort sort, boolean descending, String filter, int maxRows) {
    /** The youngest first, of all, at most 1,000. */
    public static final LinkQuery DEFAULT = new LinkQuery(Sort.AGE, false, "", 1_000);

    private static final int FILTER_BYTES_MAX = 256;
    private static final int ROWS_MAX = 10_000;

    /** What links are in the order of. */
    public enum Sort {
        /** Their id. */
        ID(0),
        /** For how long they have been open. */
        AGE(1),
        /** For how long nothing has come. */
        SILENT(2),
        /** What has come. */
        RECEIVED(3),
        /** What was sent. */
        SENT(4),
        /** What waits to be sent. */
        PENDING(5),
        /** The address of the peer. */
        REMOTE(6),
        /** Who has logged in. */
        USER(7);

        private final int number; // on the wire

        Sort(int number) {
            this.number = number;
        }

        static Sort of(int number) {
            for (Sort each : values()) {
                if (each.number == number) {
                    return each;
                }
            }
            throw new ValueException("no such order: " + number);
        }

        Comparator<LinkRow> order() {
            return switch (this) {
                case ID -> Comparator.comparingLong(LinkRow::id);
                case AGE -> Comparator.comparingLong(LinkRow::ageMillis);
                case SILENT -> Comparator.comparingLong(LinkRow::silentMillis);
                case RECEIVED -> Comparator.comparingLong(LinkRow::bytesReceived);
                case SENT -> Comparator.comparingLong(LinkRow::bytesSent);
                case PENDING -> Comparator.comparingLong(LinkRow::pendingBytes);
                case REMOTE -> Comparator.comparing(LinkRow::remote);
                case USER -> Comparator.comparing(LinkRow::user);
            };
        }
    }

    /** Checks the range. */
    public LinkQuery {
        Objects.requireNonNull(sort, "sort");
        Objects.requireNonNull(filter, "filter");
        OptionRange.check("maxRows", maxRows, 1, ROWS_MAX);
    }

    Comparator<LinkRow> order() {
        return descending ? sort.order().reversed() : sort.order();
    }

    boolean matches(LinkRow row) {
        String part = filter.toLowerCase(Locale.ROOT);
        return part.isEmpty()
                || row.remote().contains(part)
                || row.local().contains(part)
                || row.user().toLowerCase(Locale.ROOT).contains(part);
    }

    ByteBuffer body() {
        return ValueWriter.growing(FILTER_BYTES_MAX + 16, ByteOrder.BIG_ENDIAN)
                .u8(sort.number)
                .bool(descending)
                .text(LengthForm.U16, filter, StandardCharsets.UTF_8)
                .u32(maxRows)
                .take();
    }

    static LinkQuery read(ByteBuffer body) {
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        Sort sort = Sort.of(fields.u8());
        boolean descending = fields.bool();
        String filter = fields.text(LengthForm.U16, FILTER_BYTES_MAX, StandardCharsets.UTF_8);
        long rows = fields.u32();
        fields.end();
        return new LinkQuery(sort, descending, filter, (int) Math.max(1, Math.min(ROWS_MAX, rows)));
    }
}
