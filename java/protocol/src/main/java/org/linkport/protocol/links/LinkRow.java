/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.charset.StandardCharsets;
import org.linkport.AddressText;
import org.linkport.Link;
import org.linkport.LinkStats;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * One link of a server.
 *
 * @param id names it, see {@link Link#id}
 * @param remote the peer's address
 * @param local the server's address
 * @param user who has logged in; empty for nobody
 * @param worker index of the worker that owns it
 * @param ageMillis for how long it has been open
 * @param silentMillis for how long nothing has come, see {@link Link#silentMillis}
 * @param bytesReceived what has come
 * @param bytesSent what was sent
 * @param pendingBytes what waits to be sent
 */
public record LinkRow(
        long id,
        String remote,
        String local,
        String user,
        int worker,
        long ageMillis,
        long silentMillis,
        long bytesReceived,
        long bytesSent,
        long pendingBytes) {
    /** What a row may have on the wire. */
    static final int BYTES_MAX = 1_024;

    private static final int TEXT_BYTES_MAX = 300;

    static LinkRow of(Link link, String user) {
        LinkStats stats = link.stats();
        return new LinkRow(
                link.id(),
                AddressText.of(link.remoteAddress()),
                AddressText.of(link.localAddress()),
                user,
                link.worker().index(),
                stats.ageMillis(),
                stats.silentMillis(),
                stats.bytesReceived(),
                stats.bytesSent(),
                stats.pendingBytes());
    }

    void write(ValueWriter writer) {
        writer.i64(id)
                .text(LengthForm.U16, remote, StandardCharsets.UTF_8)
                .text(LengthForm.U16, local, StandardCharsets.UTF_8)
                .text(LengthForm.U16, user, StandardCharsets.UTF_8)
                .u16(worker)
                .i64(ageMillis)
                .i64(silentMillis)
                .i64(bytesReceived)
                .i64(bytesSent)
                .i64(pendingBytes);
    }

    static LinkRow read(ValueReader fields) {
        return new LinkRow(
                fields.i64(),
                fields.text(LengthForm.U16, TEXT_BYTES_MAX, StandardCharsets.UTF_8),
                fields.text(LengthForm.U16, TEXT_BYTES_MAX, StandardCharsets.UTF_8),
                fields.text(LengthForm.U16, TEXT_BYTES_MAX, StandardCharsets.UTF_8),
                fields.u16(),
                fields.u63(),
                fields.u63(),
                fields.u63(),
                fields.u63(),
                fields.u63());
    }
}
