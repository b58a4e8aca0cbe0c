/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.linkport.Link;
import org.linkport.console.internal.http.Request.BadRequest;

/** What links are sorted by; read from each link by itself, as most of a link is cold memory. */
enum Column {
    ID(Link::id),
    WORKER(link -> link.worker().index()),
    REMOTE(link -> order(link.remoteAddress())),
    AGE(Link::ageMillis),
    SILENT(Link::silentMillis),
    RECEIVED(link -> link.stats().bytesReceived()),
    SENT(link -> link.stats().bytesSent()),
    MESSAGES(link -> link.stats().messagesSent()),
    PENDING(Link::pendingBytes);

    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    private final ToLongFunction<Link> value;

    Column(ToLongFunction<Link> value) {
        this.value = value;
    }

    long of(Link link) {
        return value.applyAsLong(link);
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
