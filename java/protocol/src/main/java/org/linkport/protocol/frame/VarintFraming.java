/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.value.Varint;

/**
 * A varint of at most 5 bytes, then as many bytes as it says.
 *
 * @param maxPayloadBytes 1 to 2^30
 * @param allowsEmpty whether a payload may be empty
 */
public record VarintFraming(int maxPayloadBytes, boolean allowsEmpty) implements Framing {
    private static final int LAST_BYTE_MAX = 0x0F;

    /** Checks the range. */
    public VarintFraming {
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, 1, 1 << 30);
    }

    @Override
    public FrameDecoder decoder() {
        return new Decoder();
    }

    @Override
    public FrameEncoder encoder() {
        return new FrameEncoder(maxPayloadBytes) {
            @Override
            protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {
                Frames.checkNotEmpty(payloadBytes, allowsEmpty);
                Varint.put(target, payloadBytes);
            }
        };
    }

    private final class Decoder extends FrameDecoder {
        @Override
        protected int frame(ByteBuffer source) {
            int start = source.position();
            int there = source.remaining();
            long length = 0;
            for (int i = 0; i < Varint.MAX_BYTES_32; i++) {
                if (i == there) {
                    return -(i + 1);
                }
                int next = source.get(start + i) & 0xFF;
                length |= (next & 0x7FL) << (7 * i);
                if (next < 0x80 && !(i == Varint.MAX_BYTES_32 - 1 && next > LAST_BYTE_MAX)) {
                    return frame(i + 1, length, there);
                }
            }
            throw new FrameException(FrameFault.TOO_LONG, "a length of more than 32 bits");
        }

        private int frame(int header, long length, int there) {
            Frames.check(length, maxPayloadBytes, allowsEmpty);
            int bytes = header + (int) length;
            payload(header, (int) length);
            return there < bytes ? -bytes : bytes;
        }
    }
}
