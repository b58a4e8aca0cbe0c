/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What is asked of a server.
 *
 * @param tcpPort where to accept on 127.0.0.1; 0 for any free one
 * @param mode what to do with the bytes
 */
public record ServerRequest(int tcpPort, ServerMode mode) {
    /** Longest message of {@link ServerMode#FRAMED}, without its length. */
    public static final int MESSAGE_BYTES_MAX = 1 << 20;

    /** Connections the system may hold until they are accepted: the same for all, for the cells with many links. */
    public static final int BACKLOG = 4_096;

    /** Checks that nothing is missing. */
    public ServerRequest {
        Objects.requireNonNull(mode, "mode");
    }

    /** Where to bind. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcpPort);
    }

    /**
     * Reads {@code --tcp-port N} and {@code --mode echo|framed|sink}, from {@code first} on.
     *
     * @throws IllegalArgumentException on anything else
     */
    static ServerRequest parse(String[] args, int first) {
        int tcpPort = 0;
        ServerMode mode = ServerMode.ECHO;
        for (int i = first; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--tcp-port" -> tcpPort = Integer.parseInt(value);
                case "--mode" -> mode = ServerMode.named(value);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new ServerRequest(tcpPort, mode);
    }
}
