/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.util.Objects;
import org.linkport.LinkportException;

/**
 * A peer broke the rules. Thrown by decoders, and by a handler that finds out; it ends the link with
 * {@link org.linkport.CloseReason#PROTOCOL_ERROR} after {@link FrameHandler#onFrameError} was told.
 */
public final class FrameException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final FrameFault fault;

    /** Names the fault, and says what was found. */
    public FrameException(FrameFault fault, String message) {
        super(fault + ": " + message, null);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** A value that cannot be read. */
    FrameException(org.linkport.protocol.value.ValueException cause) {
        super(FrameFault.MALFORMED + ": " + cause.getMessage(), cause);
        this.fault = FrameFault.MALFORMED;
    }

    /** How the rules were broken. */
    public FrameFault fault() {
        return fault;
    }
}
