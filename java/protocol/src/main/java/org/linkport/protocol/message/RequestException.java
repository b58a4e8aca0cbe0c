/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.util.Objects;
import org.linkport.LinkportException;

/** A request has no answer, and why. */
public final class RequestException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final Cause why;
    private final int code;
    private final String text;

    /** Why a request has no answer. */
    public enum Cause {
        /** It was not sent: the carrier takes no more at present. */
        REJECTED,
        /** It was not sent: {@link MessageOptions#maxInFlight} others are unanswered. */
        TOO_MANY,
        /** No answer came in time; whether the peer acts upon it is not known. */
        TIMED_OUT,
        /** The program has cancelled it; whether the peer acts upon it is not known. */
        CANCELLED,
        /** The carrier ended, or had ended before; whether the peer acts upon it is not known. */
        ENDED,
        /** A session has a gap that it, or its answer, may lie in. */
        LOST,
        /** The peer refused, with a {@link RequestException#code}. */
        REFUSED
    }

    private RequestException(Cause why, int code, String text, String message) {
        super(message, null);
        this.why = Objects.requireNonNull(why, "why");
        this.code = code;
        this.text = text;
    }

    RequestException(Cause why, String message) {
        this(why, 0, message, message);
    }

    static RequestException refused(int code, String text) {
        String said = text.isEmpty() ? "no reason is given" : text;
        return new RequestException(Cause.REFUSED, code, said, "the peer refused with " + code + ": " + said);
    }

    /** Why. */
    public Cause why() {
        return why;
    }

    /** What the peer refused with, see {@link MessageFailure}; 0 unless {@link Cause#REFUSED}. */
    public int code() {
        return code;
    }

    /** For people: what the peer said when it refused, else the message. */
    public String text() {
        return text;
    }
}
