/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;

/**
 * One protocol in one conversation. Calls are serial. They come where the callbacks of the link do and must not block
 * there, or on the {@link Protocol#executor}, where they may; what is promised is the same in both cases.
 *
 * <p>A {@link FrameException} or a {@link org.linkport.protocol.value.ValueException} is the peer's fault and ends the
 * conversation with {@link Goodbye#BREACH}, but for {@link #onRequest}; any other exception ends the link with
 * {@link CloseReason#HANDLER_ERROR}.
 */
public interface ProtocolHandler {
    /**
     * The peer asks; what this throws is answered as {@link org.linkport.protocol.message.MessageHandler#onRequest} says. The
     * body is lent for this call only, unless {@link Request#keepBody} was called.
     */
    default void onRequest(Request request) {
        request.fail(MessageFailure.NO_SUCH_TYPE, "no such type: " + request.type());
    }

    /** The peer says something. The body is lent for this call only. */
    default void onMessage(int type, ByteBuffer body) {
        throw new FrameException(FrameFault.UNKNOWN_KIND, "a message of type " + type);
    }

    /** A payload of one of our kinds, from behind the kind on. It is lent for this call only. */
    default void onPayload(int kind, ByteBuffer payload) {
        throw new FrameException(FrameFault.UNKNOWN_KIND, "a payload of kind " + kind);
    }

    /** The link, which had answered {@code CONGESTED}, can take more. */
    default void onWritable() {}

    /** The conversation has ended; nothing follows. With an executor, all that came before has been told. */
    default void onClose(CloseReason reason) {}
}
