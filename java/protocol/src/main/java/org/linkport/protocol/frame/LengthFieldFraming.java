/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;

/**
 * A length somewhere in the header of each frame. A frame has {@code offset + fieldBytes + length + adjustment} bytes, and
 * its payload is what is left without the first {@code strip} of them. What is stripped and is not the length is written as
 * zeros.
 *
 * @param fieldBytes bytes of the length; 1 to 8
 * @param order its byte order
 * @param offset bytes before it; 0 to 128
 * @param adjustment what the length does not count, or, negative, counts too much; -1,024 to 1,024
 * @param strip bytes at the beginning of a frame that are no payload; at least {@code offset + fieldBytes} if frames are
 *     written, and then {@code adjustment} may not leave part of the header behind; 0 to 256
 * @param maxPayloadBytes 1 to 2^30
 * @param allowsEmpty whether a payload may be empty
 */
public record LengthFieldFraming(
        int fieldBytes,
        ByteOrder order,
        int offset,
        int adjustment,
        int strip,
        int maxPayloadBytes,
        boolean allowsEmpty)
        implements Framing {
    /** Checks every range. */
    public LengthFieldFraming {
        OptionRange.check("fieldBytes", fieldBytes, 1, 8);
        Objects.requireNonNull(order, "order");
        OptionRange.check("offset", offset, 0, 128);
        OptionRange.check("adjustment", adjustment, -1_024, 1_024);
        OptionRange.check("strip", strip, 0, 256);
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, 1, 1 << 30);
    }

    /** A length in front that counts the payload, high byte first. Empty payloads are allowed. */
    public static LengthFieldFraming bigEndian(int fieldBytes, int maxPayloadBytes) {
        return new LengthFieldFraming(fieldBytes, ByteOrder.BIG_ENDIAN, 0, 0, fieldBytes, maxPayloadBytes, true);
    }

    /** The same, low byte first. */
    public static LengthFieldFraming littleEndian(int fieldBytes, int maxPayloadBytes) {
        return bigEndian(fieldBytes, maxPayloadBytes).withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same with another {@code order}. */
    public LengthFieldFraming withOrder(ByteOrder value) {
        return new LengthFieldFraming(fieldBytes, value, offset, adjustment, strip, maxPayloadBytes, allowsEmpty);
    }

    /** The same with another header: bytes before the length, what it does not count, bytes that are no payload. */
    public LengthFieldFraming withHeader(int newOffset, int newAdjustment, int newStrip) {
        return new LengthFieldFraming(
                fieldBytes, order, newOffset, newAdjustment, newStrip, maxPayloadBytes, allowsEmpty);
    }

    /** The same with another {@code allowsEmpty}. */
    public LengthFieldFraming withAllowsEmpty(boolean value) {
        return new LengthFieldFraming(fieldBytes, order, offset, adjustment, strip, maxPayloadBytes, value);
    }

    @Override
    public FrameDecoder decoder() {
        return new Decoder();
    }

    /** @throws IllegalStateException if {@code strip} leaves part of the header to the payload */
    @Override
    public FrameEncoder encoder() {
        return new Encoder();
    }

    private int headerBytes() {
        return offset + fieldBytes;
    }

    private final class Decoder extends FrameDecoder {
        @Override
        protected int frame(ByteBuffer source) {
            int header = headerBytes();
            int there = source.remaining();
            if (there < header) {
                return -header;
            }
            long length = field(source, source.position() + offset);
            if (length < 0) {
                throw new FrameException(
                        FrameFault.NEGATIVE_LENGTH, "a length field of " + Long.toUnsignedString(length));
            }
            if (length > Integer.MAX_VALUE) { // before any sum, which may overflow
                throw new FrameException(FrameFault.TOO_LONG, "a length field of " + length);
            }
            long bytes = header + length + adjustment;
            if (bytes < header) {
                throw new FrameException(FrameFault.NEGATIVE_LENGTH, "a frame of " + bytes + " bytes");
            }
            Frames.check(bytes - strip, maxPayloadBytes, allowsEmpty);
            payload(strip, (int) bytes - strip);
            return there < bytes ? (int) -bytes : (int) bytes;
        }

        private long field(ByteBuffer source, int at) {
            long value = 0;
            boolean big = order == ByteOrder.BIG_ENDIAN;
            for (int i = 0; i < fieldBytes; i++) {
                value = value << 8 | (source.get(at + (big ? i : fieldBytes - 1 - i)) & 0xFF);
            }
            return value;
        }
    }

    private final class Encoder extends FrameEncoder {
        Encoder() {
            super(maxPayloadBytes);
        }

        @Override
        protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {
            if (strip < headerBytes()) {
                throw new IllegalStateException("the payload is to begin with a header that this framing cannot make");
            }
            Frames.checkNotEmpty(payloadBytes, allowsEmpty);
            long length = (long) strip + payloadBytes - headerBytes() - adjustment;
            if (length < 0 || (fieldBytes < 8 && length >>> (8 * fieldBytes) != 0)) {
                throw new IllegalArgumentException("a length of " + length + " does not fit " + fieldBytes + " bytes");
            }
            int start = target.position();
            for (int i = 0; i < strip; i++) {
                target.put((byte) 0);
            }
            boolean big = order == ByteOrder.BIG_ENDIAN;
            for (int i = 0; i < fieldBytes; i++) {
                target.put(start + offset + (big ? fieldBytes - 1 - i : i), (byte) (length >>> (8 * i)));
            }
        }
    }
}
