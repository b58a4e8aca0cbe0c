/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * Options of a link, given to the listener or the connect that makes it.
 *
 * <pre>{@code
 * LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(2_000))
 * }</pre>
 *
 * @param socket what it asks of its socket
 * @param send how it sends
 * @param time its deadlines
 */
public record LinkOptions(SocketOptions socket, SendOptions send, TimeOptions time) {
    /** The default of every group. */
    public static final LinkOptions DEFAULT =
            new LinkOptions(SocketOptions.DEFAULT, SendOptions.DEFAULT, TimeOptions.DEFAULT);

    /** Checks that nothing is missing. */
    public LinkOptions {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(send, "send");
        Objects.requireNonNull(time, "time");
    }

    /** The same with another {@code socket}. */
    public LinkOptions withSocket(SocketOptions value) {
        return new LinkOptions(value, send, time);
    }

    /** The same with another {@code send}. */
    public LinkOptions withSend(SendOptions value) {
        return new LinkOptions(socket, value, time);
    }

    /** The same with another {@code time}. */
    public LinkOptions withTime(TimeOptions value) {
        return new LinkOptions(socket, send, value);
    }
}
