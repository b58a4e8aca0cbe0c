/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.linkport.SocketOptions;

/** {@link SocketOptions} as {@code java.nio} sets them. */
final class NioSocketOptions {
    private NioSocketOptions() {}

    /** Why this system cannot do what is asked for, or null if it can. */
    static @Nullable String refusal(SocketOptions options, Set<SocketOption<?>> supported) {
        SocketOptions.KeepAlive asked = options.keepAlive();
        if (asked.isOn() && !supported.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            return missing("keepAlive.idleSeconds", asked.idleSeconds(), "TCP_KEEPIDLE");
        }
        if (asked.isOn() && !supported.contains(ExtendedSocketOptions.TCP_KEEPINTERVAL)) {
            return missing("keepAlive.intervalSeconds", asked.intervalSeconds(), "TCP_KEEPINTERVAL");
        }
        if (asked.probes() > 0 && !supported.contains(ExtendedSocketOptions.TCP_KEEPCOUNT)) {
            return missing("keepAlive.probes", asked.probes(), "TCP_KEEPCOUNT");
        }
        return null;
    }

    private static String missing(String option, int value, String name) {
        return option + " is " + value + " and must be 0: java.nio has no " + name + " on this system";
    }

    /** On a channel that is neither connected nor bound: the window scales as the connection begins. */
    static void setReceiveBuffer(NetworkChannel channel, SocketOptions options) throws IOException {
        if (options.receiveBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
        }
    }

    /** On a connected channel. */
    static void set(SocketChannel channel, SocketOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        if (options.sendBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
        }
        SocketOptions.KeepAlive keepAlive = options.keepAlive();
        if (keepAlive.isOn()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, keepAlive.idleSeconds());
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, keepAlive.intervalSeconds());
        }
        if (keepAlive.probes() > 0) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, keepAlive.probes());
        }
    }
}
