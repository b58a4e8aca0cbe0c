/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import org.linkport.Link;
import org.linkport.SendResult;
import org.linkport.protocol.frame.FramedLink;

/** Answers pings; those of a peer that does not read only once it reads again, and then the last of them. */
final class Pongs {
    private static final int BEAT_BYTES = 9;

    private final FramedLink framed;
    private boolean congested;
    private boolean owed;
    private long token;

    Pongs(FramedLink framed) {
        this.framed = framed;
    }

    /** Sends one past the frames, whose encoder a heartbeat does not have. */
    static void ping(Link link) {
        link.send(ByteBuffer.allocate(4 + BEAT_BYTES)
                .putInt(BEAT_BYTES)
                .put((byte) LinkKind.PING)
                .putLong(link.ageMillis())
                .flip());
    }

    void answer(long newToken) {
        token = newToken;
        if (congested) {
            owed = true;
            return;
        }
        SendResult result = framed.send(ByteBuffer.allocate(BEAT_BYTES)
                .put((byte) LinkKind.PONG)
                .putLong(newToken)
                .flip());
        owed = !result.isAccepted();
        congested = result != SendResult.QUEUED;
    }

    void writable() {
        congested = false;
        if (owed) {
            answer(token);
        }
    }
}
