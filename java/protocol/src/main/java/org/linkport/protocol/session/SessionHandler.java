/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import org.linkport.Link;

/**
 * What a program does with one session. Callbacks are serial and happen-before ordered: {@link #onOpen} first,
 * {@link #onEnd} once and last, and alone if it never opened. They run where those of the session's link do, and without a link on the thread of the
 * {@link Sessions}; neither may be blocked.
 */
public interface SessionHandler {
    /** The two sides know each other. A client's session may have been sent to before. */
    default void onOpen(Session session) {}

    /** A link carries the session, the first or a further one; what was not acknowledged is on its way again. */
    default void onLink(Session session, Link link) {}

    /** It has no link at present. What is sent waits for the next one. */
    default void onUnlink(Session session) {}

    /** A message. The memory is lent for this call only. It counts as received when this begins, whatever it throws. */
    void onMessage(Session session, ByteBuffer payload);

    /** What had answered {@code CONGESTED}, or {@code REJECTED} for want of room, has room again. */
    default void onWritable(Session session) {}

    /** Messages are missing, or may be. */
    default void onGap(Session session, Gap gap) {}

    /**
     * The session has ended.
     *
     * @param unacknowledged messages of ours of which it is not known whether they have come
     */
    default void onEnd(Session session, SessionEnd end, long unacknowledged) {}

    /** Makes the handlers of a server's sessions. */
    @FunctionalInterface
    interface Factory {
        /** Called once for each session, where the callbacks of its first link run. */
        SessionHandler sessionHandler();
    }
}
