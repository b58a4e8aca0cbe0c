/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import java.util.Locale;
import java.util.function.ToLongFunction;
import org.linkport.LinkportStats;

/** What is kept for each second: levels as they are, counters as what came per second. */
enum Series {
    LINKS(false, LinkportStats::linksOpen),
    ACCEPTED(true, LinkportStats::linksAccepted),
    CLOSED(true, LinkportStats::linksClosed),
    MESSAGES_SENT(true, LinkportStats::messagesSent),
    MESSAGES_REJECTED(true, LinkportStats::messagesRejected),
    RECEIVES(true, LinkportStats::systemReceives),
    SENDS(true, LinkportStats::systemSends),
    BYTES_SENT(true, LinkportStats::bytesSent),
    BYTES_RECEIVED(true, LinkportStats::bytesReceived),
    STEPS(true, LinkportStats::steps),
    EVENTS(true, LinkportStats::events),
    TASKS(true, LinkportStats::tasks),
    SEND_CHUNKS(false, LinkportStats::sendChunksOut),
    RECEIVE_CHUNKS(false, LinkportStats::receiveChunksOut),
    PENDING_BYTES(false, LinkportStats::pendingBytes),
    ERRORS(true, Series::errors),
    HANDLER_ERRORS(true, LinkportStats::handlerErrors);

    private final boolean counter;

    @SuppressWarnings("ImmutableEnumChecker") // functions without a state
    private final ToLongFunction<LinkportStats> value;

    Series(boolean counter, ToLongFunction<LinkportStats> value) {
        this.counter = counter;
        this.value = value;
    }

    private static long errors(LinkportStats stats) {
        return stats.errors().values().stream().mapToLong(Long::longValue).sum();
    }

    double between(LinkportStats earlier, LinkportStats later, double seconds) {
        long now = value.applyAsLong(later);
        return counter ? (now - value.applyAsLong(earlier)) / seconds : (double) now;
    }

    /** The name under which the page knows it: {@code BYTES_SENT} is {@code bytesSent}. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            key.append(key.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.toString();
    }
}
