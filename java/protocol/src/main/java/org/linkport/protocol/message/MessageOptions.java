/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.session.SessionHandler;

/**
 * Options of {@link Messages}.
 *
 * @param maxInFlight requests of ours that may be unanswered at once, those given up included; 1 to 65,536
 * @param maxServing requests of the peer that may be unanswered at once; one beyond is answered with
 *     {@link MessageFailure#BUSY}, and the handler does not see it; 0 to 65,536
 */
public record MessageOptions(int maxInFlight, int maxServing) {
    /** 1,024 either way. */
    public static final MessageOptions DEFAULT = new MessageOptions(1_024, 1_024);

    /** Checks every range. */
    public MessageOptions {
        OptionRange.check("maxInFlight", maxInFlight, 1, 65_536);
        OptionRange.check("maxServing", maxServing, 0, 65_536);
    }

    /** The same with another {@code maxInFlight}. */
    public MessageOptions withMaxInFlight(int value) {
        return new MessageOptions(value, maxServing);
    }

    /** The same with another {@code maxServing}. */
    public MessageOptions withMaxServing(int value) {
        return new MessageOptions(maxInFlight, value);
    }

    /** The handler of one framed link over which these messages are spoken. */
    public FrameHandler framed(MessageHandler handler) {
        return new FramedMessages(this, handler);
    }

    /**
     * The handler of one session over which these messages are spoken. A request outlives the links of the session; a gap
     * fails all that are open with {@link RequestException.Cause#LOST}.
     */
    public SessionHandler sessioned(MessageHandler handler) {
        return new SessionMessages(this, handler);
    }
}
