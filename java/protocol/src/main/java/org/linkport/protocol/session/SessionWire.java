/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The payloads of sessions: see docs/protocol.md. */
final class SessionWire {
    static final byte VERSION = 1;
    static final int ID_BYTES = 16;

    static final byte PING = 0x02;
    static final byte PONG = 0x03;
    static final byte OPEN = 0x20;
    static final byte OPENED = 0x21;
    static final byte RESUME = 0x22;
    static final byte RESUMED = 0x23;
    static final byte REFUSED = 0x24;
    static final byte DATA = 0x25;
    static final byte ACK = 0x26;
    static final byte GAP = 0x27;
    static final byte CLOSE = 0x28;
    static final byte CLOSED = 0x29;

    static final int DATA_HEAD_BYTES = 17;

    /** Unknown, expired or forged id. */
    static final int REFUSED_UNKNOWN = 1;
    /** A version that is not spoken. */
    static final int REFUSED_VERSION = 2;
    /** Too many sessions. */
    static final int REFUSED_LIMIT = 3;

    private SessionWire() {}

    static ByteBuffer open() {
        return ByteBuffer.allocate(2).put(OPEN).put(VERSION).flip();
    }

    static ByteBuffer opened(SessionId id, int resumeMillis) {
        return id.put(ByteBuffer.allocate(5 + ID_BYTES).put(OPENED))
                .putInt(resumeMillis)
                .flip();
    }

    static ByteBuffer resume(SessionId id, long received) {
        return id.put(ByteBuffer.allocate(10 + ID_BYTES).put(RESUME).put(VERSION))
                .putLong(received)
                .flip();
    }

    static ByteBuffer resumed(long received, int resumeMillis) {
        return ByteBuffer.allocate(13)
                .put(RESUMED)
                .putLong(received)
                .putInt(resumeMillis)
                .flip();
    }

    static ByteBuffer refused(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .put(REFUSED)
                .put((byte) code)
                .putShort((short) bytes.length)
                .put(bytes)
                .flip();
    }

    /** Writes the head of a message into {@code target}, from its beginning. */
    static ByteBuffer data(ByteBuffer target, long sequence, long received) {
        return target.clear().put(DATA).putLong(sequence).putLong(received).flip();
    }

    static ByteBuffer ack(long received) {
        return ByteBuffer.allocate(9).put(ACK).putLong(received).flip();
    }

    static ByteBuffer gap(long first, long last) {
        return ByteBuffer.allocate(17).put(GAP).putLong(first).putLong(last).flip();
    }

    static ByteBuffer close(long last) {
        return ByteBuffer.allocate(9).put(CLOSE).putLong(last).flip();
    }

    static ByteBuffer closed() {
        return ByteBuffer.allocate(1).put(CLOSED).flip();
    }

    static ByteBuffer beat(byte kind, long token) {
        return ByteBuffer.allocate(9).put(kind).putLong(token).flip();
    }
}
