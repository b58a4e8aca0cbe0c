/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Map;

/**
 * What a {@link Linkport} has done since it was opened: a sum over its workers, each value exact at some moment during
 * the call.
 *
 * @param linksOpened links that reached {@code onOpen}
 * @param linksClosed links that reached {@code onClose}
 * @param closes links closed, by reason
 * @param connectsFailed connects that made no link
 * @param acceptsFailed connections lost while being accepted; the listener goes on
 * @param messagesSent messages accepted by {@code send}
 * @param messagesRejected messages rejected by {@code send}
 * @param bytesSent bytes handed to the operating system
 * @param bytesReceived bytes given to {@code onReceive}
 * @param systemSends send operations of the operating system that moved bytes
 * @param systemReceives receive operations of the operating system that moved bytes
 * @param steps turns of the workers
 * @param events events the engine reported
 * @param wakes times a sleeping worker was woken by another thread
 * @param handlerErrors exceptions thrown by callbacks
 * @param systemErrors failures of the operating system that belong to no link
 * @param sendChunksOut send chunks that hold bytes now: to send, or received and waiting for a dispatched callback
 * @param receiveChunksOut receive chunks kept by {@link Link#retain} now
 */
public record LinkportStats(
        long linksOpened,
        long linksClosed,
        Map<CloseReason, Long> closes,
        long connectsFailed,
        long acceptsFailed,
        long messagesSent,
        long messagesRejected,
        long bytesSent,
        long bytesReceived,
        long systemSends,
        long systemReceives,
        long steps,
        long events,
        long wakes,
        long handlerErrors,
        long systemErrors,
        long sendChunksOut,
        long receiveChunksOut) {
    /** Copies the map. */
    public LinkportStats {
        closes = Map.copyOf(closes);
    }
}
