/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.linkport.Link;
import org.linkport.console.internal.http.Request.BadRequest;

/**
 * What links are sorted by; read from each link by itself, as most of a link is cold memory. Each column has a loop of its own,
 * which the compiler makes fast: in one loop that calls a function for each link the processor waits for one link after the
 * other, and that takes more than twice as long.
 */
enum Column {
    ID((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).id();
        }
    }),
    WORKER((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).worker().index();
        }
    }),
    REMOTE((links, now, values, from, to) -> {
        InetSocketAddress[] addresses = new InetSocketAddress[to - from];
        for (int i = from; i < to; i++) {
            addresses[i - from] = links.get(i).remoteAddress();
        }
        AddressOrder.ofAll(addresses, addresses.length, values, from);
    }),
    STATE((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = LinkTable.State.of(links.get(i)).code;
        }
    }),
    AGE((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).ageMillis(now);
        }
    }),
    SILENT((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).silentMillis(now);
        }
    }),
    RECEIVED((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).bytesReceived();
        }
    }),
    SENT((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).bytesSent();
        }
    }),
    MESSAGES((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).messagesSent();
        }
    }),
    PENDING((links, now, values, from, to) -> {
        for (int i = from; i < to; i++) {
            values[i] = links.get(i).pendingBytes();
        }
    });

    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    private final Loop loop;

    private interface Loop {
        void read(List<Link> links, long nowNanos, long[] values, int from, int to);
    }

    Column(Loop loop) {
        this.loop = loop;
    }

    /** Reads some rows as they are at a moment of {@link System#nanoTime}, about. */
    void read(List<Link> links, long nowNanos, long[] values, int from, int to) {
        loop.read(links, nowNanos, values, from, to);
    }

    static Column of(String name) {
        try {
            return name.isEmpty() ? ID : valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "sort must be one of id, worker, remote, state, age, silent, received, sent, messages, pending");
        }
    }
}
