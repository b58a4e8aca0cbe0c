/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * Writes values into a buffer, at its position. What does not fit, or is out of its range, is a mistake of the program:
 * it throws, and the position stays where it was. With a {@linkplain #growing buffer that grows} everything up to its
 * limit fits. Not for several threads.
 */
public final class ValueWriter {
    private static final int FIRST_BYTES = 64;

    private final ByteOrder order;
    private final int maxBytes;
    private ByteBuffer target;

    private ValueWriter(ByteBuffer target, ByteOrder order, int maxBytes) {
        this.order = order;
        this.maxBytes = maxBytes;
        this.target = target.order(order);
    }

    /** Writes into {@code target}, which it moves on, in that byte order, whatever its own. */
    public static ValueWriter into(ByteBuffer target, ByteOrder order) {
        return new ValueWriter(target, order, 0);
    }

    /** Writes into a buffer on the heap that grows as needed, to {@code maxBytes} at most. */
    public static ValueWriter growing(int maxBytes, ByteOrder order) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + " and must be from 1 on");
        }
        return new ValueWriter(ByteBuffer.allocate(Math.min(FIRST_BYTES, maxBytes)), order, maxBytes);
    }

    /** Writes into another buffer from now on. */
    public ValueWriter over(ByteBuffer another) {
        if (maxBytes > 0) {
            throw new IllegalStateException("this one has a buffer of its own");
        }
        target = another.order(order);
        return this;
    }

    /** Bytes in the buffer before its position. */
    public int written() {
        return target.position();
    }

    /** What was written to a buffer that grows, between position and limit; a view, and the writer begins anew. */
    public ByteBuffer take() {
        ByteBuffer whole = target.flip();
        target = ByteBuffer.allocate(Math.max(1, Math.min(FIRST_BYTES, maxBytes)))
                .order(order);
        return whole;
    }

    /**
     * @throws java.nio.BufferOverflowException if they do not fit
     */
    private ByteBuffer room(int bytes) {
        if (target.remaining() < bytes) {
            grow(bytes);
        }
        return target;
    }

    private void grow(int bytes) {
        long needed = (long) target.position() + bytes;
        if (needed > maxBytes) {
            throw new java.nio.BufferOverflowException();
        }
        int larger = (int) Math.min(maxBytes, Math.max(needed, 2L * target.capacity()));
        target = ByteBuffer.allocate(larger).order(order).put(target.flip());
    }

    private static void check(String what, long value, long from, long to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + " is " + value + " and must be from " + from + " to " + to);
        }
    }

    /** A signed byte. */
    public ValueWriter i8(int value) {
        check("i8", value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        room(1).put((byte) value);
        return this;
    }

    /** 0 to 255. */
    public ValueWriter u8(int value) {
        check("u8", value, 0, 0xFF);
        room(1).put((byte) value);
        return this;
    }

    /** A signed number of 16 bits. */
    public ValueWriter i16(int value) {
        check("i16", value, Short.MIN_VALUE, Short.MAX_VALUE);
        room(2).putShort((short) value);
        return this;
    }

    /** 0 to 65,535. */
    public ValueWriter u16(int value) {
        check("u16", value, 0, 0xFFFF);
        room(2).putShort((short) value);
        return this;
    }

    /** 0 to 2^24 - 1, in three bytes. */
    public ValueWriter u24(int value) {
        check("u24", value, 0, 0xFF_FFFF);
        ByteBuffer bytes = room(3);
        boolean big = order == ByteOrder.BIG_ENDIAN;
        bytes.put((byte) (big ? value >> 16 : value)).put((byte) (value >> 8)).put((byte) (big ? value : value >> 16));
        return this;
    }

    /** A signed number of 32 bits. */
    public ValueWriter i32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** 0 to 2^32 - 1. */
    public ValueWriter u32(long value) {
        check("u32", value, 0, 0xFFFF_FFFFL);
        room(4).putInt((int) value);
        return this;
    }

    /** 64 bits, signed, or unsigned for who takes them so. */
    public ValueWriter i64(long value) {
        room(8).putLong(value);
        return this;
    }

    /** A number of 32 bits of IEEE 754. */
    public ValueWriter f32(float value) {
        room(4).putFloat(value);
        return this;
    }

    /** A number of 64 bits of IEEE 754. */
    public ValueWriter f64(double value) {
        room(8).putDouble(value);
        return this;
    }

    /** One byte, 0 or 1. */
    public ValueWriter bool(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    /** The 32 bits of a number as a varint, read as unsigned. */
    public ValueWriter varint32(int value) {
        Varint.put(room(Varint.size(value)), value);
        return this;
    }

    /** The 64 bits of a number as a varint, read as unsigned. */
    public ValueWriter varint64(long value) {
        Varint.put(room(Varint.size(value)), value);
        return this;
    }

    /** A signed number of 32 bits, folded first. */
    public ValueWriter zigzag32(int value) {
        return varint64(Varint.fold(value));
    }

    /** A signed number of 64 bits, folded first. */
    public ValueWriter zigzag64(long value) {
        return varint64(Varint.fold(value));
    }

    /** The bytes between position and limit, which moves the source on. */
    public ValueWriter bytes(ByteBuffer source) {
        room(source.remaining()).put(source);
        return this;
    }

    /** All of the bytes. */
    public ValueWriter bytes(byte[] source) {
        room(source.length).put(source);
        return this;
    }

    /** The bytes between position and limit behind their number. */
    public ValueWriter block(LengthForm form, ByteBuffer source) {
        int length = source.remaining();
        check("a length", length, 0, form.max());
        ByteBuffer bytes = room(Math.addExact(form.size(length), length));
        form.write(bytes, length);
        bytes.put(source);
        return this;
    }

    /** Text behind its length in bytes. Characters that the charset does not have become what it has for them. */
    public ValueWriter text(LengthForm form, String text, Charset charset) {
        return block(form, ByteBuffer.wrap(text.getBytes(charset)));
    }

    /**
     * Text and a zero byte.
     *
     * @throws IllegalArgumentException if a byte of the text is zero
     */
    public ValueWriter zeroEnded(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("the text holds a zero byte, which would end it");
            }
        }
        room(bytes.length + 1).put(bytes).put((byte) 0);
        return this;
    }

    /** Text in a field of fixed size, filled up with zero bytes; it must fit. */
    public ValueWriter padded(String text, int fieldBytes, Charset charset) {
        byte[] bytes = text.getBytes(Objects.requireNonNull(charset, "charset"));
        check("the length of the text", bytes.length, 0, fieldBytes);
        ByteBuffer field = room(fieldBytes);
        field.put(bytes);
        for (int i = bytes.length; i < fieldBytes; i++) {
            field.put((byte) 0);
        }
        return this;
    }
}
