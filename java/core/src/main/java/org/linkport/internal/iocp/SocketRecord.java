/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.linkport.SocketOptions;

/** Records of {@code lp_socket_options}. */
final class SocketRecord {
    private SocketRecord() {}

    /** Why Windows cannot do what is asked for, or null if it can. */
    static @Nullable String refusal(SocketOptions options) {
        int probes = options.keepAlive().probes();
        return probes == 0
                ? null
                : "keepAlive.probes is " + probes + " and must be 0 on Engine.IOCP: Windows has its own number";
    }

    /** In native memory of its own. */
    static ByteBuffer of(SocketOptions options) {
        return ByteBuffer.allocateDirect(Abi.SOCKET_OPTIONS_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(Abi.SOCKET_RECEIVE_BUFFER, options.receiveBufferBytes())
                .putInt(Abi.SOCKET_SEND_BUFFER, options.sendBufferBytes())
                .putInt(Abi.SOCKET_KEEPALIVE_IDLE, options.keepAlive().idleSeconds())
                .putInt(Abi.SOCKET_KEEPALIVE_INTERVAL, options.keepAlive().intervalSeconds());
    }
}
