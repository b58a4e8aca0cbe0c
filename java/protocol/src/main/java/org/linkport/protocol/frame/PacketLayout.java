/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;

/**
 * Where the four numbers stand in the packet header of a classic C++ server. These were passed on as source and changed
 * by hand, so there are many layouts, and {@link #CLASSIC} is the one to try first.
 *
 * @param order the byte order of all of them
 * @param headerBytes 4 to 128
 * @param total bytes of the whole message
 * @param serial which message a packet belongs to
 * @param current bytes of the message in this packet
 * @param type of the message, for the program
 * @param countsHeader whether {@code current} counts the header, too, and {@code total} the headers of all packets of the
 *     message
 */
public record PacketLayout(
        ByteOrder order, int headerBytes, Field total, Field serial, Field current, Field type, boolean countsHeader) {
    /** Low byte first, 12 bytes: total 32 bits, serial 32 bits, current 16 bits, type 16 bits; no header is counted. */
    public static final PacketLayout CLASSIC = new PacketLayout(
            ByteOrder.LITTLE_ENDIAN, 12, new Field(0, 4), new Field(4, 4), new Field(8, 2), new Field(10, 2), false);

    /** Checks that every field lies in the header. */
    public PacketLayout {
        Objects.requireNonNull(order, "order");
        OptionRange.check("headerBytes", headerBytes, 4, 128);
        total.check("total", headerBytes);
        serial.check("serial", headerBytes);
        current.check("current", headerBytes);
        type.check("type", headerBytes);
    }

    /**
     * One number of the header.
     *
     * @param at offset in bytes
     * @param bytes 1, 2 or 4
     */
    public record Field(int at, int bytes) {
        /** Checks the size. */
        public Field {
            if (bytes != 1 && bytes != 2 && bytes != 4) {
                throw new IllegalArgumentException("bytes is " + bytes + " and must be 1, 2 or 4");
            }
        }

        private void check(String name, int headerBytes) {
            OptionRange.check(name + ".at", at, 0, headerBytes - bytes);
        }

        /** Without sign, but for 4 bytes. */
        int get(ByteBuffer header, int start) {
            return switch (bytes) {
                case 1 -> header.get(start + at) & 0xFF;
                case 2 -> header.getShort(start + at) & 0xFFFF;
                default -> header.getInt(start + at);
            };
        }

        void put(ByteBuffer header, int start, int value) {
            switch (bytes) {
                case 1 -> header.put(start + at, (byte) value);
                case 2 -> header.putShort(start + at, (short) value);
                default -> header.putInt(start + at, value);
            }
        }

        /** The largest number, with the sign left alone. */
        int max() {
            return bytes == 4 ? Integer.MAX_VALUE : (1 << (8 * bytes)) - 1;
        }
    }
}
