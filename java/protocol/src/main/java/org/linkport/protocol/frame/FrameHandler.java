/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.LinkHandler;

/**
 * What a program does with the payloads of one link. Its callbacks are those of {@link LinkHandler}, as serial, and where
 * those are called; what is promised there is promised here.
 */
public interface FrameHandler {
    /** The link is open. */
    default void onOpen(FramedLink link) {}

    /**
     * A payload has come, between position and limit, in big-endian order. The memory is lent for this call only. No
     * further payload is told once the link is closed or {@linkplain FramedLink#pause paused}.
     *
     * <p>A {@link FrameException} or a {@link org.linkport.protocol.value.ValueException} from here is the peer's fault
     * and goes to {@link #onFrameError}; any other one is the handler's, as in {@link LinkHandler}.
     */
    void onFrame(FramedLink link, ByteBuffer payload);

    /**
     * The peer broke the rules; no payload follows. Here is the time for a last word. If the link is still open when this
     * returns, it is reset with {@link CloseReason#PROTOCOL_ERROR}.
     */
    default void onFrameError(FramedLink link, FrameException error) {}

    /** The peer will send no more, and ended between frames. The default closes the link gracefully. */
    default void onReceiveEnd(FramedLink link) {
        link.close();
    }

    /** As {@link LinkHandler#onWritable}. */
    default void onWritable(FramedLink link) {}

    /** As {@link LinkHandler#onIdle}. */
    default void onIdle(FramedLink link, IdleKind kind, long silentMillis) {}

    /** As {@link LinkHandler#onClose}. */
    default void onClose(FramedLink link, CloseReason reason, int osCode) {}
}
