/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;

/**
 * What a program does with one link.
 *
 * <p>Callbacks of one link are serial: {@link #onOpen} first, then any of the others, {@link #onClose} exactly once and
 * last. They run on the link's worker and must not block there: a callback that blocks stops that worker, and with it
 * every other link that it owns, what they send and their deadlines, until it returns. {@link LinkOptions#dispatch} has
 * them run on an executor instead, where they may block and delay nobody else; they are as serial there. An exception
 * from a callback closes the link with {@link CloseReason#HANDLER_ERROR}; it harms neither the worker nor another link.
 */
public interface LinkHandler {
    /** The link is open. */
    default void onOpen(Link link) {}

    /**
     * Bytes arrived. {@code data} is direct memory between position and limit, in big-endian order, lent for this call
     * only; {@link Link#retain} keeps it. The stream has no message boundaries: one call may hold part of a message or
     * several.
     */
    void onReceive(Link link, ByteBuffer data);

    /** The peer will send no more (FIN). The link can still send; the default closes it gracefully. */
    default void onReceiveEnd(Link link) {
        link.close();
    }

    /** A link that had answered {@link SendResult#CONGESTED} fell to its low-water mark. Once for each crossing. */
    default void onWritable(Link link) {}

    /**
     * The link has been silent for {@link TimeOptions#readIdleMillis} or {@link TimeOptions#writeIdleMillis}, or for a
     * further such time. What could not be told in time is told once. Traffic ends the silence.
     *
     * @param silentMillis how long so far
     */
    default void onIdle(Link link, IdleKind kind, long silentMillis) {}

    /**
     * The link has ended; nothing follows.
     *
     * @param osCode the operating system's error code, or 0 where there is none or the platform does not tell it
     */
    default void onClose(Link link, CloseReason reason, int osCode) {}

    /** Makes the handler of a link. */
    @FunctionalInterface
    interface Factory {
        /** Called once, where the link's callbacks run, before {@code onOpen}. */
        LinkHandler handlerFor(Link link);
    }
}
