/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.util.Objects;

/**
 * Messages that are missing, or may be.
 *
 * @param cause why
 * @param count how many: of the peer's with {@link Cause#DROPPED}, of ours with {@link Cause#SESSION_LOST}
 */
public record Gap(Cause cause, long count) {
    /** Checks that nothing is missing here. */
    public Gap {
        Objects.requireNonNull(cause, "cause");
    }

    /** Why messages are missing. */
    public enum Cause {
        /** The peer had no room to keep them, {@link SessionOptions.Overflow#DROP_OLDEST}: they will not come. */
        DROPPED,
        /**
         * The server has forgotten the session, because it was without a link for too long or restarted. It is not known
         * whether {@link Gap#count} messages of ours have come, and the server may have sent some that will not. The
         * session goes on as a new one there.
         */
        SESSION_LOST
    }
}
