/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

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
 * @param dispatch where its handler is called, or null for its worker
 */
public record LinkOptions(
        SocketOptions socket,
        SendOptions send,
        TimeOptions time,
        @Nullable DispatchOptions dispatch) {
    /** The default of every group; handlers are called on the worker. */
    public static final LinkOptions DEFAULT =
            new LinkOptions(SocketOptions.DEFAULT, SendOptions.DEFAULT, TimeOptions.DEFAULT, null);

    /** Checks that nothing is missing. */
    public LinkOptions {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(send, "send");
        Objects.requireNonNull(time, "time");
    }

    /** The same with another {@code socket}. */
    public LinkOptions withSocket(SocketOptions value) {
        return new LinkOptions(value, send, time, dispatch);
    }

    /** The same with another {@code send}. */
    public LinkOptions withSend(SendOptions value) {
        return new LinkOptions(socket, value, time, dispatch);
    }

    /** The same with another {@code time}. */
    public LinkOptions withTime(TimeOptions value) {
        return new LinkOptions(socket, send, value, dispatch);
    }

    /** The same, but its handler is called on that executor. See {@link DispatchOptions}. */
    public LinkOptions dispatch(Executor executor) {
        return withDispatch(DispatchOptions.on(executor));
    }

    /** The same with another {@code dispatch}; null calls the handler on the worker. */
    public LinkOptions withDispatch(@Nullable DispatchOptions value) {
        return new LinkOptions(socket, send, time, value);
    }
}
