/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.linkport.contract.Peer;

/** Speaks what docs/protocol.md says over a plain socket, byte by byte and without any class of the library. */
final class RawPeer {
    private static final int SERVER_VERSION_AT = 5;
    private final Peer peer;
    private int nextId = 1;

    RawPeer(Peer peer) {
        this.peer = peer;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] framed(byte[] payload) {
        return join(ByteBuffer.allocate(4).putInt(payload.length).array(), payload);
    }

    static byte[] str16(String text) {
        byte[] bytes = text(text);
        return join(bytes(bytes.length >> 8, bytes.length), bytes);
    }

    static byte[] hello(int lowest, int highest, String... protocols) {
        byte[] hello = join(bytes(0x01), text("LKPT"), bytes(lowest, highest, 0, 0x10, 0, 0, 0, protocols.length));
        for (String protocol : protocols) {
            hello = join(hello, str16(protocol));
        }
        return hello;
    }

    static byte[] request(int id, int type, byte[] body) {
        return join(
                ByteBuffer.allocate(11)
                        .put((byte) 0x10)
                        .putInt(id)
                        .putShort((short) type)
                        .putInt(0)
                        .array(),
                body);
    }

    RawPeer send(byte[] payload) {
        peer.send(framed(payload));
        return this;
    }

    Peer peer() {
        return peer;
    }

    byte[] next() {
        int length = ByteBuffer.wrap(peer.read(4)).getInt();
        assertTrue(length >= 1 && length <= 1 << 20, "a frame of " + length);
        return peer.read(length);
    }

    /** Greets, and returns the ways to log in and the protocols that the server named. */
    List<String> greet(String... protocols) {
        send(hello(1, 1, protocols));
        ByteBuffer hello = ByteBuffer.wrap(next());
        assertEquals(1, hello.get());
        assertEquals(0x4C4B5054, hello.getInt());
        assertEquals(SERVER_VERSION_AT, hello.position());
        assertEquals(0x0101, hello.getShort());
        assertTrue(hello.getInt() >= 4_096);
        List<String> names = new ArrayList<>();
        for (int list = 0; list < 2; list++) {
            for (int left = hello.get(); left > 0; left--) {
                byte[] name = new byte[hello.getShort()];
                hello.get(name);
                names.add(new String(name, StandardCharsets.UTF_8));
            }
        }
        assertEquals(0, hello.remaining());
        return names;
    }

    /** Asks and returns the answer with its kind. */
    byte[] ask(int type, byte[] body) {
        int id = nextId++;
        send(request(id, type, body));
        byte[] answer = next();
        assertTrue(answer[0] == 0x11 || answer[0] == 0x12, "an answer");
        assertEquals(id, ByteBuffer.wrap(answer).getInt(1));
        return answer;
    }

    byte[] answer(int type, byte[] body) {
        byte[] answer = ask(type, body);
        assertEquals(0x11, answer[0], () -> "refused with " + answer[6]);
        return java.util.Arrays.copyOfRange(answer, 5, answer.length);
    }

    int refusal(int type, byte[] body) {
        return code(ask(type, body));
    }

    static int code(byte[] failure) {
        assertEquals(0x12, failure[0], "a failure");
        return ByteBuffer.wrap(failure).getShort(5);
    }

    static int goodbye(byte[] payload) {
        assertEquals(0x04, payload[0], "a goodbye");
        int length = ByteBuffer.wrap(payload).getShort(2);
        assertEquals(4 + length, payload.length);
        return payload[1] & 0xFF;
    }

    /** The last word, and the end. */
    int readGoodbye() {
        int code = goodbye(next());
        peer.expectEnd();
        return code;
    }
}
