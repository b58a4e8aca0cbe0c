/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blocking sockets, a virtual thread for each, as JEP 444 recommends: plain streams in the style of a thread per link, no
 * pools, no callbacks. All share one carrier thread, the event loop of this server. Frames are read as many as there are, and
 * their answers leave together before the next read, which {@link BufferedOutputStream} is for. Needs JDK 21 or newer.
 */
final class VirtualThreadServer implements BenchServer {
    private static final int BUFFER_BYTES = 16 * 1_024;

    private final ServerSocket listener;
    private final ServerMode mode;
    private final MethodHandle startThread;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private VirtualThreadServer(ServerSocket listener, ServerMode mode, MethodHandle startThread) {
        this.listener = listener;
        this.mode = mode;
        this.startThread = startThread;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        // Read once, when the first virtual thread starts.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
        MethodHandle startThread = startThread();
        ServerSocket listener = new ServerSocket();
        listener.bind(request.address(), ServerRequest.BACKLOG);
        VirtualThreadServer server = new VirtualThreadServer(listener, request.mode(), startThread);
        server.go(server::accept);
        return server;
    }

    /** By name, because this is compiled for JDK 17. */
    private static MethodHandle startThread() throws IOException {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    "no virtual threads in JDK " + Runtime.version().feature(), e);
        }
    }

    private void go(Runnable task) throws IOException {
        try {
            Thread unused = (Thread) startThread.invokeExact(task);
        } catch (Throwable e) {
            throw new IOException("no virtual thread started", e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                go(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                System.err.println("not accepted: " + e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            answer(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | IllegalStateException e) {
            // A peer that is gone, or talks nonsense, loses its link.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(InputStream in, OutputStream out) throws IOException {
        switch (mode) {
            case ECHO -> echo(in, out);
            case FRAMED -> frames(in, new BufferedOutputStream(out, BUFFER_BYTES));
            case SINK -> echo(in, OutputStream.nullOutputStream());
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static void frames(InputStream in, OutputStream out) throws IOException {
        ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);
        while (read(in, input)) {
            input.flip();
            while (Frame.isWhole(input)) {
                int size = Frame.bytesAt(input);
                out.write(input.array(), input.position(), size);
                input.position(input.position() + size);
            }
            out.flush();
            if (Frame.bytesAt(input) > input.capacity()) {
                input = ByteBuffer.allocate(Frame.bytesAt(input)).put(input);
            } else {
                input.compact();
            }
        }
    }

    /** Waits for some more; false at the end. */
    @SuppressWarnings("ByteBufferBackingArray") // it is whole: see frames()
    private static boolean read(InputStream in, ByteBuffer input) throws IOException {
        int count = in.read(input.array(), input.position(), input.remaining());
        input.position(input.position() + Math.max(0, count));
        return count >= 0;
    }

    @Override
    public int tcpPort() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
