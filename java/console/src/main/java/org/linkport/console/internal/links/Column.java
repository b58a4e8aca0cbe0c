/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.ToLongBiFunction;
import org.linkport.Link;
import org.linkport.LinkStats;
import org.linkport.console.internal.http.Request.BadRequest;

/** What links are sorted by. */
enum Column {
    ID((link, stats) -> link.id()),
    WORKER((link, stats) -> link.worker().index()),
    REMOTE((link, stats) -> order(link.remoteAddress())),
    AGE((link, stats) -> stats.ageMillis()),
    SILENT((link, stats) -> stats.silentMillis()),
    RECEIVED((link, stats) -> stats.bytesReceived()),
    SENT((link, stats) -> stats.bytesSent()),
    MESSAGES((link, stats) -> stats.messagesSent()),
    PENDING((link, stats) -> stats.pendingBytes());

    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    private final ToLongBiFunction<Link, LinkStats> value;

    Column(ToLongBiFunction<Link, LinkStats> value) {
        this.value = value;
    }

    long of(Link link, LinkStats stats) {
        return value.applyAsLong(link, stats);
    }

    /** IPv4 by address and TCP port, then IPv6 by the first seven bytes of the address. */
    private static long order(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return Long.MAX_VALUE;
        }
        byte[] bytes = address.getAddress().getAddress();
        return address.getAddress() instanceof Inet4Address
                ? (ByteBuffer.wrap(bytes).getInt() & 0xffffffffL) << 16 | address.getPort()
                : ByteBuffer.wrap(bytes).getLong() >>> 8 | 1L << 60;
    }

    static Column of(String name) {
        try {
            return name.isEmpty() ? ID : valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "sort must be one of id, worker, remote, age, silent, received, sent, messages, pending");
        }
    }
}
