/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import java.nio.ByteBuffer;

/** How the number of bytes of a string or a block stands before it. */
public enum LengthForm {
    /** One byte, to 255. */
    U8(1, 0xFF),
    /** Two bytes, to 65,535. */
    U16(2, 0xFFFF),
    /** Four bytes, to 2^31 - 1 here. */
    U32(4, Integer.MAX_VALUE),
    /** A varint of 32 bits, to 2^31 - 1 here. */
    VARINT(0, Integer.MAX_VALUE);

    private final int bytes;
    private final int max;

    LengthForm(int bytes, int max) {
        this.bytes = bytes;
        this.max = max;
    }

    /** The largest length it can say, in bytes. */
    public int max() {
        return max;
    }

    int read(ValueReader reader) {
        long length = switch (this) {
            case U8 -> reader.u8();
            case U16 -> reader.u16();
            case U32 -> reader.u32();
            case VARINT -> reader.varint32() & 0xFFFF_FFFFL;
        };
        if (length > max) {
            throw new ValueException("a length of " + length + " and at most " + max);
        }
        return (int) length;
    }

    /** Bytes that the length itself takes. */
    int size(int length) {
        return this == VARINT ? Varint.size(length) : bytes;
    }

    void write(ByteBuffer target, int length) {
        switch (this) {
            case U8 -> target.put((byte) length);
            case U16 -> target.putShort((short) length);
            case U32 -> target.putInt(length);
            case VARINT -> Varint.put(target, length);
        }
    }
}
