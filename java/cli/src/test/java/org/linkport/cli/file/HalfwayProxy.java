/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.linkport.cli.TcpAddress;
import org.linkport.contract.Await;

/** Between a command and its server: counts what goes through, and from some byte on there is no way any more. */
final class HalfwayProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 8 << 10;

    private final InetSocketAddress server;
    private final long maxBytes;
    private final ServerSocket listening;
    private final AtomicLong moved = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private boolean over;

    /** @param maxBytes both ways together; after that every link is reset and none is taken any more */
    HalfwayProxy(InetSocketAddress server, long maxBytes) throws IOException {
        this.server = server;
        this.maxBytes = maxBytes;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** As {@code --server} takes it. */
    String address() {
        return TcpAddress.text((InetSocketAddress) listening.getLocalSocketAddress());
    }

    /** Both ways together. */
    long movedBytes() {
        return moved.get();
    }

    private synchronized void start(Runnable work) {
        Thread thread = new Thread(work, "halfway-proxy");
        threads.add(thread);
        thread.start();
    }

    private synchronized Socket keep(Socket socket) {
        sockets.add(socket);
        if (over) { // it came just before nobody was let in any more
            reset(socket);
        }
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = keep(listening.accept());
                Socket there = keep(new Socket(server.getAddress(), server.getPort()));
                start(() -> move(client, there));
                start(() -> move(there, client));
            }
        } catch (IOException e) {
            cut(); // it was closed, here or by the limit
        }
    }

    private void move(Socket from, Socket to) {
        byte[] bytes = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (moved.addAndGet(count) > maxBytes) {
                    cut();
                    return;
                }
                out.write(bytes, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from); // one side has gone, so the other goes
            reset(to);
        }
    }

    private synchronized void cut() {
        over = true;
        closed(listening);
        sockets.forEach(HalfwayProxy::reset);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            closed(socket); // already
            return;
        }
        closed(socket);
    }

    private static void closed(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket cannot be closed", e);
        }
    }

    @Override
    public void close() {
        cut();
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        all.forEach(Await::end);
    }
}
