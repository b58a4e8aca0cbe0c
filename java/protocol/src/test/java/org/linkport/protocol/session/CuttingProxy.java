/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and cuts every connection after a number of bytes of its own, in either direction,
 * drawn from a seed, in the middle of anything: by a reset, by an orderly end, or so that the server does not know.
 */
public final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final SplittableRandom random;
    private final int maxBytes;
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean cutting = true;
    private volatile boolean onlyUnnoticed;
    private volatile boolean refusing;
    private volatile boolean closed;

    /** What the two sides see of a cut. */
    private enum Cut {
        RESET,
        END,
        UNNOTICED
    }

    public CuttingProxy(InetSocketAddress server, long seed, int maxBytes) {
        this.server = server;
        this.random = new SplittableRandom(seed);
        this.maxBytes = maxBytes;
        try {
            listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::acceptAll);
    }

    /** One that cuts when it is told to, and then so that the server does not notice. */
    public static CuttingProxy unnoticed(InetSocketAddress server) {
        CuttingProxy proxy = new CuttingProxy(server, 0, 1);
        proxy.stopCutting();
        proxy.onlyUnnoticed = true;
        return proxy;
    }

    /** Cuts every connection there is; not those that its clients make meanwhile, as they do within milliseconds. */
    public void cutNow() {
        for (Socket socket : List.copyOf(clients)) {
            cut(socket, socket, Cut.UNNOTICED);
        }
    }

    /** Whether connections are closed as soon as they are made. */
    public void refuseNext(boolean value) {
        refusing = value;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Connections that were cut. */
    public int cuts() {
        return cuts.get();
    }

    /** From now on connections last. */
    public void stopCutting() {
        cutting = false;
    }

    private void start(String name, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (refusing) {
                    cut(client, client, Cut.RESET);
                    continue;
                }
                clients.add(client);
                Socket toServer = new Socket(server.getAddress(), server.getPort());
                open.add(toServer);
                client.setTcpNoDelay(true);
                toServer.setTcpNoDelay(true);
                Cut drawn = Cut.values()[random.nextInt(Cut.values().length)];
                Cut how = onlyUnnoticed ? Cut.UNNOTICED : drawn;
                Runnable cut = () -> cut(client, toServer, how);
                int forth = random.nextInt(maxBytes);
                int back = random.nextInt(maxBytes);
                start("forth", () -> copy(client, toServer, forth, cut));
                start("back", () -> copy(toServer, client, back, cut));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void copy(Socket from, Socket to, int bytes, Runnable cut) {
        byte[] buffer = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int left = bytes;
            while (true) {
                int count = in.read(buffer, 0, cutting ? Math.min(buffer.length, left + 1) : buffer.length);
                // A reader that is asleep in the system may still be given what came after its socket was closed.
                if (count < 0 || from.isClosed()) {
                    cut.run();
                    return;
                }
                boolean over = cutting && count > left;
                out.write(buffer, 0, over ? left : count);
                left -= count;
                if (over) {
                    cuts.getAndIncrement();
                    cut.run();
                    return;
                }
                left = Math.max(left, 0);
            }
        } catch (IOException e) {
            cut.run(); // one side has gone: so does the other
        }
    }

    private void cut(Socket client, Socket toServer, Cut how) {
        for (Socket socket : how == Cut.UNNOTICED ? new Socket[] {client} : new Socket[] {client, toServer}) {
            try {
                if (how == Cut.RESET) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // closed by the other direction already
            }
            open.remove(socket);
            clients.remove(socket);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            for (Thread thread : threads) {
                thread.join(30_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
