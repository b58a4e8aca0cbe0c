/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * Reads values from the bytes of a buffer between its position and its limit. A read that would go beyond them, or that
 * finds something else than was asked for, throws {@link ValueException} and leaves the position where the value
 * began. Reads numbers without allocating. Not for several threads.
 *
 * <p>The buffer may be changed with {@link #over}, so that one reader serves a handler for life.
 */
public final class ValueReader {
    private final ByteOrder order;
    private ByteBuffer source;

    /** Reads from {@code source}, which it moves on, in that byte order, whatever its own. */
    public ValueReader(ByteBuffer source, ByteOrder order) {
        this.order = order;
        this.source = source.order(order);
    }

    /** Reads from another buffer from now on. */
    public ValueReader over(ByteBuffer another) {
        source = another.order(order);
        return this;
    }

    /** Bytes left. */
    public int remaining() {
        return source.remaining();
    }

    /** What it reads from, positioned behind what was read. */
    public ByteBuffer source() {
        return source;
    }

    /**
     * Checks that everything was read.
     *
     * @throws ValueException if bytes are left
     */
    public void end() {
        if (source.hasRemaining()) {
            throw new ValueException(source.remaining() + " bytes too many");
        }
    }

    private void need(int bytes, String what) {
        if (bytes < 0) {
            throw new IllegalArgumentException(what + " of " + bytes + " bytes");
        }
        if (source.remaining() < bytes) {
            throw new ValueException(what + " needs " + bytes + " bytes and there are " + source.remaining());
        }
    }

    /** A signed byte. */
    public byte i8() {
        need(1, "i8");
        return source.get();
    }

    /** 0 to 255. */
    public int u8() {
        need(1, "u8");
        return source.get() & 0xFF;
    }

    /** A signed number of 16 bits. */
    public short i16() {
        need(2, "i16");
        return source.getShort();
    }

    /** 0 to 65,535. */
    public int u16() {
        need(2, "u16");
        return source.getShort() & 0xFFFF;
    }

    /** 0 to 2^24 - 1, in three bytes. */
    public int u24() {
        need(3, "u24");
        int first = source.get() & 0xFF;
        int second = source.get() & 0xFF;
        int third = source.get() & 0xFF;
        return order == ByteOrder.BIG_ENDIAN ? first << 16 | second << 8 | third : third << 16 | second << 8 | first;
    }

    /** A signed number of 32 bits. */
    public int i32() {
        need(4, "i32");
        return source.getInt();
    }

    /** 0 to 2^32 - 1. */
    public long u32() {
        need(4, "u32");
        return source.getInt() & 0xFFFF_FFFFL;
    }

    /** 64 bits, signed, or unsigned for who takes them so. */
    public long i64() {
        need(8, "i64");
        return source.getLong();
    }

    /**
     * 0 to 2^63 - 1.
     *
     * @throws ValueException also if the highest bit is set
     */
    public long u63() {
        int start = source.position();
        long value = i64();
        if (value < 0) {
            throw back(start, "a number of " + Long.toUnsignedString(value) + " and at most 2^63 - 1");
        }
        return value;
    }

    /** A number of 32 bits of IEEE 754. */
    public float f32() {
        need(4, "f32");
        return source.getFloat();
    }

    /** A number of 64 bits of IEEE 754. */
    public double f64() {
        need(8, "f64");
        return source.getDouble();
    }

    /**
     * One byte, 0 or 1.
     *
     * @throws ValueException also if it is neither
     */
    public boolean bool() {
        int start = source.position();
        int value = u8();
        if (value > 1) {
            throw back(start, "a truth value of " + value);
        }
        return value == 1;
    }

    /**
     * A varint of 32 bits, to be read as unsigned.
     *
     * @throws ValueException also if it is longer than 5 bytes, or has bits beyond the 32
     */
    public int varint32() {
        return (int) varint(Varint.MAX_BYTES_32, 4);
    }

    /**
     * A varint of 64 bits, to be read as unsigned.
     *
     * @throws ValueException also if it is longer than 10 bytes, or has bits beyond the 64
     */
    public long varint64() {
        return varint(Varint.MAX_BYTES_64, 1);
    }

    /** A signed number of 32 bits, folded; otherwise as {@link #varint32}. */
    public int zigzag32() {
        return (int) Varint.unfold(varint32() & 0xFFFF_FFFFL);
    }

    /** A signed number of 64 bits, folded; otherwise as {@link #varint64}. */
    public long zigzag64() {
        return Varint.unfold(varint64());
    }

    /** @param lastBits bits that the last of the bytes may have */
    private long varint(int maxBytes, int lastBits) {
        int start = source.position();
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            if (!source.hasRemaining()) {
                throw back(start, "a varint that goes on beyond the end");
            }
            int next = source.get();
            if (i == maxBytes - 1 && (next & 0xFF) >>> lastBits != 0) {
                throw back(start, "a varint that is too long or too large");
            }
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new AssertionError("the last byte of a varint ends it or is too large");
    }

    private ValueException back(int start, String message) {
        source.position(start);
        return new ValueException(message);
    }

    /** Moves on over that many bytes. */
    public void skip(int bytes) {
        need(bytes, "a gap");
        source.position(source.position() + bytes);
    }

    /** A copy of that many bytes. */
    public byte[] bytes(int count) {
        need(count, "a block");
        byte[] copy = new byte[count];
        source.get(copy);
        return copy;
    }

    /**
     * A block behind its length: a view of the bytes, not a copy, in the same byte order.
     *
     * @param maxBytes the longest that is taken
     */
    public ByteBuffer block(LengthForm form, int maxBytes) {
        int length = lengthOf(form, maxBytes);
        int start = source.position();
        source.position(start + length);
        return source.slice(start, length).order(order);
    }

    /** Text behind its length in bytes; otherwise as {@link #text(int, Charset)}. */
    public String text(LengthForm form, int maxBytes, Charset charset) {
        int start = source.position();
        try {
            return text(lengthOf(form, maxBytes), charset);
        } catch (ValueException e) {
            source.position(start);
            throw e;
        }
    }

    /**
     * Text of so many bytes.
     *
     * @throws ValueException also if the bytes are no text in that charset
     */
    public String text(int bytes, Charset charset) {
        need(bytes, "text");
        int start = source.position();
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(source.slice(start, bytes));
            source.position(start + bytes);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new ValueException("no text in " + charset, e);
        }
    }

    /**
     * Text up to a zero byte, which is read and not part of it; for charsets whose texts hold no such byte.
     *
     * @param maxBytes the longest that is taken, without the zero
     */
    public String zeroEnded(int maxBytes, Charset charset) {
        int start = source.position();
        int most = (int) Math.min(source.remaining(), maxBytes + 1L);
        for (int i = 0; i < most; i++) {
            if (source.get(start + i) == 0) {
                String text = text(i, charset);
                source.position(start + i + 1);
                return text;
            }
        }
        throw new ValueException("no zero byte ends the text within " + most + " bytes");
    }

    /** Text in a field of fixed size, filled up with zero bytes, which are not part of it. */
    public String padded(int fieldBytes, Charset charset) {
        need(fieldBytes, "a field");
        int start = source.position();
        int length = fieldBytes;
        while (length > 0 && source.get(start + length - 1) == 0) {
            length--;
        }
        String text = text(length, charset);
        source.position(start + fieldBytes);
        return text;
    }

    /** Reads a length and checks it; the position is behind it then, or where it was. */
    private int lengthOf(LengthForm form, int maxBytes) {
        int start = source.position();
        int length;
        try {
            length = form.read(this);
        } catch (ValueException e) {
            source.position(start);
            throw e;
        }
        if (length > maxBytes || length > source.remaining()) {
            throw back(
                    start,
                    "a length of " + length + " where " + source.remaining() + " bytes are left and " + maxBytes
                            + " are allowed");
        }
        return length;
    }
}
