/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * What a link asks of its socket.
 *
 * @param noDelay TCP_NODELAY: send at once instead of waiting to fill segments (on by default)
 */
public record SocketOptions(boolean noDelay) {
    /** No delay. */
    public static final SocketOptions DEFAULT = new SocketOptions(true);

    /** The same with another {@code noDelay}. */
    public SocketOptions withNoDelay(boolean value) {
        return new SocketOptions(value);
    }
}
