/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that answers with other bytes than its mode demands would be measured as a fast one: so each is asked. */
@Timeout(60)
final class ServersTest {
    private static final int[] PAYLOADS = {1, 0, 64, 3, 1_024, 70_000, 5, ServerRequest.MESSAGE_BYTES_MAX, 0, 16_384};

    /** How long an answer that comes too early is given to arrive; a server that waits is not hurried by it. */
    private static final int EARLY_ANSWER_MILLIS = 200;

    /** Those that this JVM can run: the newest one runs them all. */
    static List<String> names() {
        boolean isOld = Runtime.version().feature() < 21;
        return Servers.names().stream()
                .filter(name -> !isOld || !name.equals(Servers.OF_NEWER_JDK))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSendBackTheBytesAsTheyCame(String name) throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);
        try (BenchServer server = start(name, ServerMode.ECHO);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            assertArrayEquals(bytes, exchanged(socket, bytes, 100_000));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAnswerMessagesThatArriveInPieces(String name) throws Exception {
        byte[] bytes = frames();
        try (BenchServer server = start(name, ServerMode.FRAMED);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            socket.setTcpNoDelay(true);
            assertArrayEquals(bytes, exchanged(socket, bytes, 977));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAnswerManyMessagesThatArriveAtOnce(String name) throws Exception {
        byte[] bytes = frames();
        try (BenchServer server = start(name, ServerMode.FRAMED);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            assertArrayEquals(bytes, exchanged(socket, bytes, bytes.length));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldHoldBackAMessageThatHasNotArrivedWhole(String name) throws Exception {
        byte[] message = {0, 0, 0, 3, 1, 2, 3};
        try (BenchServer server = start(name, ServerMode.FRAMED);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(message, 0, message.length - 1);
            socket.setSoTimeout(EARLY_ANSWER_MILLIS);
            assertThrows(SocketTimeoutException.class, socket.getInputStream()::read);
            socket.setSoTimeout(0);
            socket.getOutputStream().write(message, message.length - 1, 1);
            assertArrayEquals(message, new DataInputStream(socket.getInputStream()).readNBytes(message.length));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSwallowWhatASinkGets(String name) throws Exception {
        try (BenchServer server = start(name, ServerMode.SINK);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            socket.getOutputStream().write(new byte[8 << 20]);
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private static BenchServer start(String name, ServerMode mode) throws IOException {
        return Servers.named(name).start(new ServerRequest(0, mode));
    }

    private static byte[] frames() {
        Random random = new Random(2);
        ByteBuffer all = ByteBuffer.allocate(2 << 20);
        for (int payload : PAYLOADS) {
            byte[] bytes = new byte[payload];
            random.nextBytes(bytes);
            all.putInt(payload).put(bytes);
        }
        byte[] result = new byte[all.position()];
        all.flip().get(result);
        return result;
    }

    /** Writes it in pieces of that size while it reads, as a peer must that expects answers. */
    private static byte[] exchanged(Socket socket, byte[] bytes, int piece) throws Exception {
        Thread writer = new Thread(() -> write(socket, bytes, piece), "writer");
        writer.start();
        try {
            return socket.getInputStream().readNBytes(bytes.length);
        } finally {
            writer.join();
        }
    }

    private static void write(Socket socket, byte[] bytes, int piece) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int from = 0; from < bytes.length; from += piece) {
                out.write(bytes, from, Math.min(piece, bytes.length - from));
            }
        } catch (IOException e) {
            System.err.println("the writer stopped, so the reader finds bytes missing: " + e);
        }
    }
}
