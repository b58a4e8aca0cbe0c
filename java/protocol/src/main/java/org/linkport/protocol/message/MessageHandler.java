/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import org.linkport.protocol.frame.FrameException;

/**
 * What a program does with the messages of one peer. Serial, and called where the callbacks of the carrier are: what
 * blocks there blocks others. A request need not be answered before the callback returns.
 */
public interface MessageHandler {
    /** Messages may be sent. */
    default void onOpen(Messages messages) {}

    /**
     * The peer asks. The default has no answer: {@link MessageFailure#NO_SUCH_TYPE}.
     *
     * <p>A {@link org.linkport.protocol.value.ValueException} from here is answered with {@link MessageFailure#MALFORMED}, any
     * other exception is logged and answered with {@link MessageFailure#FAILED}; the link goes on.
     */
    default void onRequest(Messages messages, Request request) {
        request.fail(MessageFailure.NO_SUCH_TYPE, "no such type: " + request.type());
    }

    /**
     * The peer says something, and waits for no answer. The body is lent for this call only.
     *
     * @param type 0 to 65,535
     */
    default void onMessage(Messages messages, int type, ByteBuffer body) {}

    /** The peer broke the rules, and the link ends; see {@link org.linkport.protocol.frame.FrameHandler#onFrameError}. */
    default void onError(Messages messages, FrameException error) {}

    /** What had answered {@code CONGESTED} can take more. */
    default void onWritable(Messages messages) {}

    /** The last callback; every request that was open has failed. */
    default void onClose(Messages messages) {}
}
