/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.linkport.protocol.internal.OptionRange;

/**
 * The pack header of HP-Socket, so that its pack clients and servers can be talked to: 32 bits, low byte first, with a
 * flag in the highest 10 and the length of the payload in the others.
 *
 * @param flag what both sides have agreed upon; 0 to 1,023, of which 0 is not checked
 * @param maxPayloadBytes 1 to 4,194,303
 */
public record PackFraming(int flag, int maxPayloadBytes) implements Framing {
    private static final int LENGTH_BITS = 22;
    private static final int LENGTH_MAX = (1 << LENGTH_BITS) - 1;
    private static final int HEADER_BYTES = 4;

    /** As HP-Socket is without further ado: no flag, at most 262,144 bytes. */
    public static final PackFraming DEFAULT = new PackFraming(0, 256 << 10);

    /** Checks every range. */
    public PackFraming {
        OptionRange.check("flag", flag, 0, 0x3FF);
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, 1, LENGTH_MAX);
    }

    @Override
    public FrameDecoder decoder() {
        return new FrameDecoder() {
            @Override
            protected int frame(ByteBuffer source) {
                if (source.remaining() < HEADER_BYTES) {
                    return -HEADER_BYTES;
                }
                int header = source.order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(source.position());
                if (flag != 0 && header >>> LENGTH_BITS != flag) {
                    throw new FrameException(
                            FrameFault.WRONG_FLAG, "a flag of " + (header >>> LENGTH_BITS) + ", not " + flag);
                }
                int length = header & LENGTH_MAX;
                Frames.check(length, maxPayloadBytes, false);
                payload(HEADER_BYTES, length);
                int bytes = HEADER_BYTES + length;
                return source.remaining() < bytes ? -bytes : bytes;
            }
        };
    }

    @Override
    public FrameEncoder encoder() {
        return new FrameEncoder(maxPayloadBytes) {
            @Override
            protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {
                Frames.checkNotEmpty(payloadBytes, false);
                target.putInt(Integer.reverseBytes(flag << LENGTH_BITS | payloadBytes));
            }
        };
    }
}
