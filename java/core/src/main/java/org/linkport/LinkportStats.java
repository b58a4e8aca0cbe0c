/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a {@link Linkport} has done since it was opened: one {@link WorkerStats} for each worker, and their sums, which
 * therefore agree with them in one snapshot. Taking one stops nothing and costs the same however many links are open.
 *
 * @param workers of each worker, by index
 * @param handedChunksOut send chunks with messages from other threads, which no worker has taken over yet, or with
 *     bytes for callbacks that are dispatched
 */
public record LinkportStats(List<WorkerStats> workers, long handedChunksOut) {
    /** Copies the list. */
    public LinkportStats {
        workers = List.copyOf(workers);
    }

    /** Links that reached {@code onOpen}. */
    public long linksOpened() {
        return sum(WorkerStats::linksOpened);
    }

    /** Of them, those that a listener made. */
    public long linksAccepted() {
        return sum(WorkerStats::linksAccepted);
    }

    /** Links that have ended. */
    public long linksClosed() {
        return sum(WorkerStats::linksClosed);
    }

    /** Links open now: {@code linksOpened() - linksClosed()}. */
    public long linksOpen() {
        return sum(WorkerStats::linksOpen);
    }

    /** Links closed, by reason. */
    public Map<CloseReason, Long> closes() {
        return Map.copyOf(merged(WorkerStats::closes, new EnumMap<>(CloseReason.class)));
    }

    /** Connects that made no link. */
    public long connectsFailed() {
        return sum(WorkerStats::connectsFailed);
    }

    /** Connections lost while being accepted; the listener goes on. */
    public long acceptsFailed() {
        return sum(WorkerStats::acceptsFailed);
    }

    /** Messages accepted by {@code send}. */
    public long messagesSent() {
        return sum(WorkerStats::messagesSent);
    }

    /** Messages rejected by {@code send}. */
    public long messagesRejected() {
        return sum(WorkerStats::messagesRejected);
    }

    /** Bytes accepted by {@code send} and neither handed to the operating system nor dropped: what links wait to send. */
    public long pendingBytes() {
        return sum(WorkerStats::pendingBytes);
    }

    /** Bytes handed to the operating system. */
    public long bytesSent() {
        return sum(WorkerStats::bytesSent);
    }

    /** Bytes given to {@code onReceive}. */
    public long bytesReceived() {
        return sum(WorkerStats::bytesReceived);
    }

    /** Send operations of the operating system that moved bytes. */
    public long systemSends() {
        return sum(WorkerStats::systemSends);
    }

    /** Receive operations of the operating system that moved bytes. */
    public long systemReceives() {
        return sum(WorkerStats::systemReceives);
    }

    /** Turns of the workers. */
    public long steps() {
        return sum(WorkerStats::steps);
    }

    /** Events the engine reported. */
    public long events() {
        return sum(WorkerStats::events);
    }

    /** Times a sleeping worker was woken by another thread. */
    public long wakes() {
        return sum(WorkerStats::wakes);
    }

    /** Tasks of the program that have begun. See {@link WorkerStats#tasks}. */
    public long tasks() {
        return sum(WorkerStats::tasks);
    }

    /** Exceptions thrown by callbacks. */
    public long handlerErrors() {
        return sum(WorkerStats::handlerErrors);
    }

    /** Failures of the operating system that belong to no link. */
    public long systemErrors() {
        return sum(WorkerStats::systemErrors);
    }

    /** Failures that the operating system reported, by kind. See {@link WorkerStats#errors}. */
    public Map<SystemError, Long> errors() {
        return Map.copyOf(merged(WorkerStats::errors, new HashMap<>()));
    }

    /** Send chunks that hold bytes now: to send, or received and waiting for a dispatched callback. */
    public long sendChunksOut() {
        return handedChunksOut + sum(WorkerStats::sendChunksOut);
    }

    /** Receive chunks kept by {@link Link#retain} now. */
    public long receiveChunksOut() {
        return sum(WorkerStats::receiveChunksOut);
    }

    /** Messages for each send operation of the operating system: how well sends gather. */
    public double messagesPerSystemSend() {
        long sends = systemSends();
        return sends == 0 ? 0 : (double) messagesSent() / sends;
    }

    private long sum(ToLongFunction<WorkerStats> value) {
        return workers.stream().mapToLong(value).sum();
    }

    private <K> Map<K, Long> merged(Function<WorkerStats, Map<K, Long>> value, Map<K, Long> into) {
        workers.forEach(worker -> value.apply(worker).forEach((key, count) -> into.merge(key, count, Long::sum)));
        return into;
    }
}
