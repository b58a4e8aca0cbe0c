/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import org.linkport.protocol.frame.FrameDecoder;
import org.linkport.protocol.frame.FrameEncoder;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;

/**
 * A length of four bytes, high byte first, no empty payload, and a limit for either direction.
 *
 * @param takenBytes the longest payload that we take
 * @param sentBytes the longest that the peer takes
 */
record ConversationFraming(int takenBytes, int sentBytes) implements Framing {
    /** Until somebody is logged in. */
    static final ConversationFraming FIRST =
            new ConversationFraming(Hello.FIRST_PAYLOAD_BYTES, Hello.FIRST_PAYLOAD_BYTES);

    private static Framing of(int bytes) {
        return LengthFieldFraming.bigEndian(4, bytes).withAllowsEmpty(false);
    }

    @Override
    public FrameDecoder decoder() {
        return of(takenBytes).decoder();
    }

    @Override
    public FrameEncoder encoder() {
        return of(sentBytes).encoder();
    }

    @Override
    public int maxPayloadBytes() {
        return sentBytes;
    }
}
