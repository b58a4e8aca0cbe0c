/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Map;

/**
 * What one worker has done since it was started. Taken without stopping it: each value is exact at some moment during
 * the call, and in one snapshot these hold, whatever the worker does meanwhile:
 *
 * <ul>
 *   <li>{@code linksOpened() == linksAccepted + linksConnected}
 *   <li>{@code linksClosed()} is the sum of {@code closes}, and {@code linksOpen() == linksOpened() - linksClosed() >= 0}
 *   <li>{@code busyNanos() + waitNanos == aliveNanos}, none of them negative
 *   <li>no counter is smaller than in an earlier snapshot
 * </ul>
 *
 * @param index of the worker
 * @param name of the worker
 * @param linksAccepted links that a listener made
 * @param linksConnected links that a connect made
 * @param closes links closed, by reason
 * @param connectsFailed connects that made no link
 * @param acceptsFailed connections lost while being accepted; the listener goes on
 * @param messagesSent messages accepted by {@code send}
 * @param messagesRejected messages rejected by {@code send}
 * @param pendingBytes bytes accepted by {@code send} of its links and neither handed to the operating system nor dropped
 * @param bytesSent bytes handed to the operating system
 * @param bytesReceived bytes given to {@code onReceive}
 * @param systemSends send operations of the operating system that moved bytes
 * @param systemReceives receive operations of the operating system that moved bytes
 * @param steps turns of the worker
 * @param events events the engine reported
 * @param stepEvents how many events its steps brought
 * @param wakes times it was woken from its wait by another thread
 * @param tasks tasks of the program for its links that have begun, see {@link Link#execute} and {@link Link#schedule}
 * @param callbackMicros microseconds that callbacks and tasks took on it. They are timed while somebody looks: for two
 *     minutes and a half after each snapshot. Those that {@link LinkOptions#dispatch} runs elsewhere are not in it
 * @param longestCallbackNanos the longest of them so far
 * @param aliveNanos nanoseconds since its start, or from its start to its end
 * @param waitNanos of them, those spent waiting for something to do, the wait in progress included
 * @param handlerErrors exceptions thrown by callbacks
 * @param systemErrors failures of the operating system that belong to no link
 * @param errors failures that the operating system reported, by kind, those of links and connects included; at most 65
 *     kinds are kept apart. Connections that {@link Engine#IOCP} lost while accepting are in {@code acceptsFailed} only
 * @param sendChunksOut send chunks that hold bytes of its links now
 * @param receiveChunksOut receive chunks kept by {@link Link#retain} now
 */
public record WorkerStats(
        int index,
        String name,
        long linksAccepted,
        long linksConnected,
        Map<CloseReason, Long> closes,
        long connectsFailed,
        long acceptsFailed,
        long messagesSent,
        long messagesRejected,
        long pendingBytes,
        long bytesSent,
        long bytesReceived,
        long systemSends,
        long systemReceives,
        long steps,
        long events,
        Histogram stepEvents,
        long wakes,
        long tasks,
        Histogram callbackMicros,
        long longestCallbackNanos,
        long aliveNanos,
        long waitNanos,
        long handlerErrors,
        long systemErrors,
        Map<SystemError, Long> errors,
        long sendChunksOut,
        long receiveChunksOut) {
    /** Copies the maps. */
    public WorkerStats {
        closes = Map.copyOf(closes);
        errors = Map.copyOf(errors);
    }

    /** Links that reached {@code onOpen}. */
    public long linksOpened() {
        return linksAccepted + linksConnected;
    }

    /** Links that have ended. */
    public long linksClosed() {
        return closes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Links open now. */
    public long linksOpen() {
        return linksOpened() - linksClosed();
    }

    /** Nanoseconds in which it had something to do, callbacks included. */
    public long busyNanos() {
        return aliveNanos - waitNanos;
    }

    /** The part of its life in which it had something to do, 0 to 1. */
    public double busyShare() {
        return aliveNanos == 0 ? 0 : (double) busyNanos() / aliveNanos;
    }

    /** The same since an earlier snapshot of the same worker; 0 if no time has passed. */
    public double busyShareSince(WorkerStats earlier) {
        long alive = aliveNanos - earlier.aliveNanos;
        return alive <= 0 ? 0 : Math.min(1, Math.max(0, (double) (busyNanos() - earlier.busyNanos()) / alive));
    }

    /** Events for each step: how much a wake-up brings. */
    public double eventsPerStep() {
        return steps == 0 ? 0 : (double) events / steps;
    }

    /** Messages for each send operation of the operating system: how well sends gather. */
    public double messagesPerSystemSend() {
        return systemSends == 0 ? 0 : (double) messagesSent / systemSends;
    }
}
