/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import java.nio.ByteBuffer;

/**
 * Numbers in as many bytes as they need (LEB128): seven bits in each, the lowest first, the highest bit set on all but
 * the last. Signed numbers may be folded first (zigzag), so that small negative ones stay short.
 */
public final class Varint {
    /** Bytes of the longest varint of 32 bits. */
    public static final int MAX_BYTES_32 = 5;

    /** Bytes of the longest varint of 64 bits. */
    public static final int MAX_BYTES_64 = 10;

    private Varint() {}

    /** Bytes that the 64 bits of a number take, read as unsigned. */
    public static int size(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    /** Bytes that the 32 bits of a number take, read as unsigned. */
    public static int size(int value) {
        return size(value & 0xFFFF_FFFFL);
    }

    /**
     * Writes the 64 bits of a number, read as unsigned.
     *
     * @throws java.nio.BufferOverflowException if {@link #size(long)} bytes do not fit
     */
    public static void put(ByteBuffer target, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            target.put((byte) (left | 0x80));
            left >>>= 7;
        }
        target.put((byte) left);
    }

    /** Writes the 32 bits of a number, read as unsigned; otherwise as {@link #put(ByteBuffer, long)}. */
    public static void put(ByteBuffer target, int value) {
        put(target, value & 0xFFFF_FFFFL);
    }

    /** A signed number as one that is small if it is near zero. */
    public static long fold(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** What {@link #fold} was given. */
    public static long unfold(long folded) {
        return (folded >>> 1) ^ -(folded & 1);
    }
}
