/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The other side of a link: a plain blocking socket, which nobody here wrote. It has no timeouts of its own, since with
 * one the JVM polls before it reads, and a poll under Wine 8 eats the reset that the read should tell of. A watch closes
 * it instead when a call takes too long.
 */
public final class Peer implements AutoCloseable {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "peer-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final Socket socket;
    private volatile boolean tooLong;

    public Peer(Socket socket) {
        this.socket = socket;
        run(() -> socket.setTcpNoDelay(true));
    }

    public static Peer connect(InetSocketAddress address) {
        Peer peer = new Peer(new Socket());
        peer.run(() -> peer.socket.connect(address));
        return peer;
    }

    /** One that offers little room, so that what it does not read soon waits on our side. */
    public static Peer connectNarrow(InetSocketAddress address) {
        Peer peer = new Peer(new Socket());
        peer.run(() -> {
            peer.socket.setReceiveBufferSize(8 << 10);
            peer.socket.connect(address);
        });
        return peer;
    }

    public Peer send(byte[] bytes) {
        run(() -> socket.getOutputStream().write(bytes));
        return this;
    }

    public Peer send(String text) {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    public byte[] read(int count) {
        return call(() -> {
            byte[] bytes = socket.getInputStream().readNBytes(count);
            assertEquals(count, bytes.length, "bytes before the end");
            return bytes;
        });
    }

    public String readText(int count) {
        return new String(read(count), StandardCharsets.US_ASCII);
    }

    /** Everything up to FIN; a reset fails. */
    public byte[] readToEnd() {
        return call(() -> socket.getInputStream().readAllBytes());
    }

    /** FIN comes next. */
    public void expectEnd() {
        assertEquals(0, readToEnd().length, "bytes before the end");
    }

    /**
     * A reset comes, perhaps after bytes. Wine 8 forgets one that comes while nobody reads, and tells the next reader of
     * an end; after a reset the first write fails, after an end it would not.
     */
    public void expectReset() {
        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> {
            readToEnd();
            send("x");
        });
        assertInstanceOf(SocketException.class, failure.getCause());
    }

    /** A server that resets at once may do so before this side knows that it is connected. */
    public static void expectResetOf(InetSocketAddress address) {
        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> {
            try (Peer peer = connect(address)) {
                peer.readToEnd();
                peer.send("x");
            }
        });
        assertInstanceOf(SocketException.class, failure.getCause());
    }

    public Peer shutdownOutput() {
        run(socket::shutdownOutput);
        return this;
    }

    /** Does nothing after the first end. */
    public synchronized void reset() {
        if (!socket.isClosed()) {
            run(() -> socket.setSoLinger(true, 0));
            close();
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public synchronized void close() {
        run(socket::close);
    }

    /** Socket calls fail tests, not compilations, and end in time. */
    private void run(Action action) {
        call(() -> {
            action.run();
            return null;
        });
    }

    private <T> T call(Call<T> call) {
        ScheduledFuture<?> watch = WATCH.schedule(this::giveUp, Await.SECONDS, TimeUnit.SECONDS);
        try {
            return call.run();
        } catch (IOException e) {
            if (tooLong) {
                throw new AssertionError("the peer waited for more than " + Await.SECONDS + " s", e);
            }
            throw new UncheckedIOException(e);
        } finally {
            watch.cancel(false);
        }
    }

    private void giveUp() {
        tooLong = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }
}
