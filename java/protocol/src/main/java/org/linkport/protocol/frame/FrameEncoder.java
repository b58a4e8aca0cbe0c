/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.linkport.Link;
import org.linkport.SendFile;
import org.linkport.SendResult;

/** Sends the payloads of one link in frames. Any thread. */
public abstract class FrameEncoder {
    private static final int SCRATCH_BYTES = 512;

    /** Where the small parts of a frame are put together, for the thread that sends. */
    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH_BYTES));

    private final int maxPayloadBytes;

    /** @param maxPayloadBytes the longest payload it takes */
    protected FrameEncoder(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Sends one payload of two parts, of which either may be empty.
     *
     * @param tag what the framing says of the payload besides its end; 0 where it says nothing
     * @throws IllegalArgumentException if the framing cannot take the payload or the tag
     */
    protected SendResult send(Link link, int tag, ByteBuffer head, ByteBuffer body) {
        int bytes = checkedSize(head, body);
        ByteBuffer small = scratch();
        putHeader(small, tag, bytes);
        if (head.remaining() <= small.remaining()) {
            return sendSmall(link, small, head, body);
        }
        ByteBuffer front = ByteBuffer.allocate(small.position() + head.remaining());
        return sendSmall(link, front.put(small.flip()), head, body);
    }

    /**
     * Sends one payload of a header and a region of a file.
     *
     * @throws IllegalArgumentException if the framing cannot take the payload or the tag
     * @throws UnsupportedOperationException if it must see the bytes of a payload, or puts something behind them
     */
    protected SendResult send(
            Link link, int tag, ByteBuffer head, SendFile file, long position, int count, Link.SendCallback callback) {
        long bytes = (long) head.remaining() + count;
        if (bytes > maxPayloadBytes) {
            throw new IllegalArgumentException(
                    "the payload has " + bytes + " bytes and may have at most " + maxPayloadBytes);
        }
        ByteBuffer small = scratch();
        putHeader(small, tag, (int) bytes);
        ByteBuffer front = head.remaining() <= small.remaining()
                ? small
                : ByteBuffer.allocate(small.position() + head.remaining()).put(small.flip());
        int start = head.position();
        SendResult result = link.send(front.put(head).flip(), file, position, count, callback);
        if (!result.isAccepted()) {
            head.position(start);
        }
        return result;
    }

    /** An empty buffer of 512 bytes for what the calling thread puts around a payload; valid until it asks again. */
    protected static ByteBuffer scratch() {
        return SCRATCH.get().clear().order(ByteOrder.BIG_ENDIAN); // who had it last may have wanted another
    }

    private static SendResult sendSmall(Link link, ByteBuffer front, ByteBuffer head, ByteBuffer body) {
        int headStart = head.position();
        SendResult result = link.send(front.put(head).flip(), body);
        if (!result.isAccepted()) {
            head.position(headStart);
        }
        return result;
    }

    /** The bytes of both parts, if the framing takes as many. */
    protected final int checkedSize(ByteBuffer head, ByteBuffer body) {
        long bytes = (long) head.remaining() + body.remaining();
        if (bytes > maxPayloadBytes) {
            throw new IllegalArgumentException(
                    "the payload has " + bytes + " bytes and may have at most " + maxPayloadBytes);
        }
        return (int) bytes;
    }

    /** Writes what stands before a payload, 256 bytes at most, at the position of {@code target}. */
    protected abstract void putHeader(ByteBuffer target, int tag, int payloadBytes);
}
