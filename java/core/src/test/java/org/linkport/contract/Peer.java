/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The other side of a link: a plain blocking socket, which nobody here wrote. */
final class Peer implements AutoCloseable {
    private final Socket socket;

    Peer(Socket socket) {
        this.socket = socket;
        run(() -> {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.SECONDS));
            socket.setTcpNoDelay(true);
        });
    }

    static Peer connect(InetSocketAddress address) {
        Socket socket = new Socket();
        run(() -> socket.connect(address, (int) TimeUnit.SECONDS.toMillis(Await.SECONDS)));
        return new Peer(socket);
    }

    /** One that offers little room, so that what it does not read soon waits on our side. */
    static Peer connectNarrow(InetSocketAddress address) {
        Socket socket = new Socket();
        run(() -> {
            socket.setReceiveBufferSize(8 << 10);
            socket.connect(address, (int) TimeUnit.SECONDS.toMillis(Await.SECONDS));
        });
        return new Peer(socket);
    }

    Peer send(byte[] bytes) {
        run(() -> socket.getOutputStream().write(bytes));
        return this;
    }

    Peer send(String text) {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] read(int count) {
        return call(() -> {
            byte[] bytes = socket.getInputStream().readNBytes(count);
            assertEquals(count, bytes.length, "bytes before the end");
            return bytes;
        });
    }

    String readText(int count) {
        return new String(read(count), StandardCharsets.US_ASCII);
    }

    /** Everything up to FIN; a reset fails. */
    byte[] readToEnd() {
        return call(() -> socket.getInputStream().readAllBytes());
    }

    /** A server that resets at once may do so before this side knows that it is connected. */
    static void expectResetOf(InetSocketAddress address) {
        assertThrows(SocketException.class, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) TimeUnit.SECONDS.toMillis(Await.SECONDS));
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.SECONDS));
                socket.getInputStream().readAllBytes();
            }
        });
    }

    /** FIN comes next. */
    void expectEnd() {
        assertEquals(0, readToEnd().length, "bytes before the end");
    }

    /** A reset comes, perhaps after bytes. */
    void expectReset() {
        assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
    }

    Peer shutdownOutput() {
        run(socket::shutdownOutput);
        return this;
    }

    /** Does nothing after the first end. */
    synchronized void reset() {
        if (!socket.isClosed()) {
            run(() -> socket.setSoLinger(true, 0));
            close();
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public synchronized void close() {
        run(socket::close);
    }

    /** Socket calls fail tests, not compilations. */
    static void run(Action action) {
        call(() -> {
            action.run();
            return null;
        });
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }
}
