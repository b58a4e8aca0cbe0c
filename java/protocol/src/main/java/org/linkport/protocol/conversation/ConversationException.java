/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkportException;

/** A conversation did not begin although the link was there, and why. */
public final class ConversationException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final Cause why;
    private final int code;

    /** Why a conversation did not begin. */
    public enum Cause {
        /** The peer does not let this user in with this secret, or not now; the code is of a {@code MessageFailure}. */
        LOGIN_REFUSED,
        /** The server has no way to log in that this client knows and has credentials for. */
        NO_LOGIN,
        /** The server could not prove that it knows this user; it may be another one. Nothing was revealed to it. */
        SERVER_NOT_PROVEN,
        /** The peer has ended it; the code is that of its {@link Goodbye}. */
        GOODBYE,
        /** The peer broke the rules, or speaks something else. */
        BREACH,
        /** It took longer than {@link ConversationOptions#loginMillis}. */
        TOO_LATE,
        /** The link has ended without a word. */
        LINK_ENDED
    }

    ConversationException(Cause why, int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = Objects.requireNonNull(why, "why");
        this.code = code;
    }

    /** Why. */
    public Cause why() {
        return why;
    }

    /** A number that says more, where {@link Cause} says which; else 0. */
    public int code() {
        return code;
    }
}
