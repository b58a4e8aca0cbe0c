/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that never accepts and whose backlog is full: a further connect gets no answer. Linux drops its SYN; Windows
 * refuses each, and the client's system goes on trying for about two seconds.
 */
final class BusyServer implements AutoCloseable {
    private static final int TRY_MILLIS = 300;
    private static final int TRIES = 64;

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    BusyServer() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean full = false;
        for (int i = 0; i < TRIES && !full; i++) {
            full = !connects();
        }
        if (!full) {
            close();
            throw new AssertionError("the backlog does not fill");
        }
    }

    private boolean connects() throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(address(), TRY_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // no answer in time, or refused
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        server.close();
    }
}
