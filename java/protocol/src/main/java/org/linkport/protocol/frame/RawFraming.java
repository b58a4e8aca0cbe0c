/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;

/** No frames: what is received is a payload as it comes, and what is sent has nothing around it. */
public record RawFraming() implements Framing {
    @Override
    public FrameDecoder decoder() {
        return new FrameDecoder() {
            @Override
            protected int frame(ByteBuffer source) {
                payload(0, source.remaining());
                return source.remaining();
            }
        };
    }

    @Override
    public FrameEncoder encoder() {
        return new FrameEncoder(maxPayloadBytes()) {
            @Override
            protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {}
        };
    }

    @Override
    public int maxPayloadBytes() {
        return Integer.MAX_VALUE;
    }
}
