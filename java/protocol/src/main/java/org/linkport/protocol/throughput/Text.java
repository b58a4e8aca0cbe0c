/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.throughput;

import java.nio.ByteBuffer;

/**
 * The bytes that are sent: one text without end to both sides, and a payload has the piece of it that begins at its number
 * modulo 4,099, so that no two neighbours are alike. A view of it, which moves; for one thread at a time.
 */
final class Text {
    static final int PAYLOAD_BYTES_MAX = 1 << 20;
    private static final int BEGINNINGS = 4_099;

    private final ByteBuffer view = Whole.BYTES.duplicate();

    /** Made when it is first needed. */
    private static final class Whole {
        static final ByteBuffer BYTES = make();

        /** Marsaglia's xorshift32 from 1 on; the lowest 8 bits of each number. */
        private static ByteBuffer make() {
            ByteBuffer bytes = ByteBuffer.allocateDirect(BEGINNINGS + PAYLOAD_BYTES_MAX);
            int state = 1;
            while (bytes.hasRemaining()) {
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                bytes.put((byte) state);
            }
            return bytes.flip().asReadOnlyBuffer();
        }
    }

    /** The text of the payload with that number; valid until the next call. */
    ByteBuffer of(int number, int count) {
        int beginning = (int) ((number & 0xFFFF_FFFFL) % BEGINNINGS);
        return view.limit(beginning + count).position(beginning);
    }

    /** Whether what remains is the text of that number. */
    boolean isIn(int number, ByteBuffer received) {
        return received.equals(of(number, received.remaining()));
    }
}
