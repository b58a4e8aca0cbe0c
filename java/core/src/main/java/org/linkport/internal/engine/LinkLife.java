/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;

/** How far the end of a link has come, which only goes on, and why it ends. Any thread, where nothing else is said. */
final class LinkLife extends AtomicInteger {
    private static final long serialVersionUID = 1L;

    private static final int OPEN = 0;
    private static final int OUTPUT_SHUT = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    private transient volatile @Nullable CloseReason abortedFor;
    private transient @Nullable CloseReason closedFor; // owner only

    /** Whether the program may send. */
    boolean takesOutput() {
        return get() == OPEN;
    }

    boolean isOpen() {
        return get() < CLOSING;
    }

    /** Whether its end was told. */
    boolean hasClosed() {
        return get() == CLOSED;
    }

    /** True for the first who shuts the output, unless the link is closing already. */
    boolean shutsOutput() {
        return compareAndSet(OPEN, OUTPUT_SHUT);
    }

    /** True for the first who closes. */
    boolean beginsClosing() {
        return compareAndSet(OPEN, CLOSING) || compareAndSet(OUTPUT_SHUT, CLOSING);
    }

    /** An abort was asked for; the first reason stays. */
    void aborts(CloseReason reason) {
        if (abortedFor == null) {
            abortedFor = reason;
        }
    }

    /** Why it is to be aborted. */
    CloseReason abortReason() {
        CloseReason reason = abortedFor;
        return reason == null ? CloseReason.LOCAL_ABORT : reason;
    }

    /** Its graceful end has a reason of its own. Owner only. */
    void closesFor(CloseReason reason) {
        closedFor = reason;
    }

    /**
     * It has closed. An abort that was asked for before, and not yet passed on, is the reason, whatever the engine says.
     * Owner only.
     */
    CloseReason closed(CloseReason byEngine) {
        CloseReason asked = abortedFor;
        if (asked == null && isGraceful(byEngine)) {
            asked = closedFor;
        }
        set(CLOSED);
        return asked == null ? byEngine : asked;
    }

    private static boolean isGraceful(CloseReason reason) {
        return reason == CloseReason.LOCAL_CLOSE
                || reason == CloseReason.PEER_CLOSE
                || reason == CloseReason.DRAIN_TIMEOUT;
    }
}
