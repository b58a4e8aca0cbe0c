/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.linkport.protocol.internal.OptionRange;

/**
 * Payloads of one size, with nothing between them. A payload to send has that size.
 *
 * @param bytes of a payload; 1 to 2^30
 */
public record FixedFraming(int bytes) implements Framing {
    /** Checks the range. */
    public FixedFraming {
        OptionRange.check("bytes", bytes, 1, 1 << 30);
    }

    @Override
    public FrameDecoder decoder() {
        return new FrameDecoder() {
            @Override
            protected int frame(ByteBuffer source) {
                if (source.remaining() < bytes) {
                    return -bytes;
                }
                payload(0, bytes);
                return bytes;
            }
        };
    }

    @Override
    public FrameEncoder encoder() {
        return new FrameEncoder(bytes) {
            @Override
            protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {
                if (payloadBytes != bytes) {
                    throw new IllegalArgumentException("a payload has " + bytes + " bytes, not " + payloadBytes);
                }
            }
        };
    }

    @Override
    public int maxPayloadBytes() {
        return bytes;
    }
}
