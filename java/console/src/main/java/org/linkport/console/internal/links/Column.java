/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.util.Locale;
import org.linkport.Link;
import org.linkport.console.internal.http.Request.BadRequest;

/** What links are sorted by; read from each link by itself, as most of a link is cold memory. */
enum Column {
    ID((link, now) -> link.id()),
    WORKER((link, now) -> link.worker().index()),
    REMOTE((link, now) -> AddressText.order(link.remoteAddress())),
    STATE((link, now) -> LinkTable.State.of(link).code),
    AGE(Link::ageMillis),
    SILENT(Link::silentMillis),
    RECEIVED((link, now) -> link.bytesReceived()),
    SENT((link, now) -> link.bytesSent()),
    MESSAGES((link, now) -> link.messagesSent()),
    PENDING((link, now) -> link.pendingBytes());

    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    private final Value value;

    private interface Value {
        long of(Link link, long nowNanos);
    }

    Column(Value value) {
        this.value = value;
    }

    /** Reads some rows as they are at a moment of {@link System#nanoTime}, about. */
    void read(Link[] links, long nowNanos, long[] values, int from, int to) {
        for (int row = from; row < to; row++) {
            values[row] = value.of(links[row], nowNanos);
        }
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
