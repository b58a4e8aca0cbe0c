/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * What a link asks of its socket. There is no linger: {@link Link#close} drains in the background, and
 * {@link Link#abort} resets. What the system or the engine cannot do is refused by {@code listen} and {@code connect}
 * with an {@link UnsupportedOperationException} that says so, and never left out; but a system may bound the sizes of
 * buffers.
 *
 * @param noDelay TCP_NODELAY: send at once instead of waiting to fill segments (on by default)
 * @param keepAlive probes of a peer that is silent
 * @param receiveBufferBytes SO_RCVBUF, which also bounds the window; 0 to 2^30, and 0 leaves it to the system, which
 *     adapts it
 * @param sendBufferBytes SO_SNDBUF; 0 to 2^30, and 0 leaves it to the system, which may adapt it
 */
public record SocketOptions(boolean noDelay, KeepAlive keepAlive, int receiveBufferBytes, int sendBufferBytes) {
    private static final int BUFFER_MAX = 1 << 30;

    /** No delay, no keepalive, buffers as the system sees fit. */
    public static final SocketOptions DEFAULT = new SocketOptions(true, KeepAlive.OFF, 0, 0);

    /** Checks every range. */
    public SocketOptions {
        Objects.requireNonNull(keepAlive, "keepAlive");
        OptionCheck.range("receiveBufferBytes", receiveBufferBytes, 0, BUFFER_MAX);
        OptionCheck.range("sendBufferBytes", sendBufferBytes, 0, BUFFER_MAX);
    }

    /** The same with another {@code noDelay}. */
    public SocketOptions withNoDelay(boolean value) {
        return new SocketOptions(value, keepAlive, receiveBufferBytes, sendBufferBytes);
    }

    /** The same with another {@code keepAlive}. */
    public SocketOptions withKeepAlive(KeepAlive value) {
        return new SocketOptions(noDelay, value, receiveBufferBytes, sendBufferBytes);
    }

    /** The same with buffers of other sizes, in bytes. They are set before the connection begins. */
    public SocketOptions withBuffers(int receiveBytes, int sendBytes) {
        return new SocketOptions(noDelay, keepAlive, receiveBytes, sendBytes);
    }

    /**
     * TCP keepalive: the system probes a peer that was silent, and resets the link when it answers no probe.
     *
     * @param idleSeconds silence before the first probe; 1 to 32,767, or 0 for no keepalive
     * @param intervalSeconds between probes without an answer; 1 to 32,767, or 0 for no keepalive
     * @param probes how many; 0 to 127, and 0 leaves it to the system. On {@link Engine#IOCP} only 0: Windows has its own
     */
    public record KeepAlive(int idleSeconds, int intervalSeconds, int probes) {
        private static final int SECONDS_MAX = 32_767;
        private static final int PROBES_MAX = 127;

        /** No keepalive. */
        public static final KeepAlive OFF = new KeepAlive(0, 0, 0);

        /** Checks every range. */
        public KeepAlive {
            OptionCheck.range("keepAlive.idleSeconds", idleSeconds, 0, SECONDS_MAX);
            boolean on = idleSeconds > 0;
            OptionCheck.range("keepAlive.intervalSeconds", intervalSeconds, on ? 1 : 0, on ? SECONDS_MAX : 0);
            OptionCheck.range("keepAlive.probes", probes, 0, on ? PROBES_MAX : 0);
        }

        /** As many probes as the system sends of its own accord. */
        public static KeepAlive every(int idleSeconds, int intervalSeconds) {
            return new KeepAlive(idleSeconds, intervalSeconds, 0);
        }

        /** Whether there is any. */
        public boolean isOn() {
            return idleSeconds > 0;
        }
    }
}
