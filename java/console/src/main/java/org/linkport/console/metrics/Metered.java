/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkportStats;
import org.linkport.WorkerStats;

/**
 * The meters that there are, with what {@code docs/metrics.md} says of them.
 *
 * @param name as Micrometer spells it
 * @param kind a counter only grows
 * @param unit of its values; null where the name says what is counted
 * @param meaning one line
 * @param value from a snapshot, or from a worker's part of one
 */
record Metered<S>(String name, Kind kind, @Nullable String unit, String meaning, ToDoubleFunction<S> value) {
    private static final double NANOS = 1e9;

    enum Kind {
        GAUGE,
        COUNTER
    }

    /** Without tags of their own. */
    static final List<Metered<LinkportStats>> WHOLE = List.of(
            gauge("linkport.links.open", "links", "Links open now", LinkportStats::linksOpen),
            counter("linkport.links.accepted", "links", "Links that a listener made", LinkportStats::linksAccepted),
            counter(
                    "linkport.links.connected",
                    "links",
                    "Links that a connect made",
                    stats -> stats.linksOpened() - stats.linksAccepted()),
            counter("linkport.connects.failed", null, "Connects that made no link", LinkportStats::connectsFailed),
            counter(
                    "linkport.accepts.failed",
                    null,
                    "Connections lost while being accepted",
                    LinkportStats::acceptsFailed),
            counter("linkport.messages.sent", null, "Messages accepted by send", LinkportStats::messagesSent),
            counter("linkport.messages.rejected", null, "Messages rejected by send", LinkportStats::messagesRejected),
            counter("linkport.data.sent", "bytes", "Bytes handed to the operating system", LinkportStats::bytesSent),
            counter("linkport.data.received", "bytes", "Bytes given to handlers", LinkportStats::bytesReceived),
            gauge("linkport.data.pending", "bytes", "Bytes that links wait to send", LinkportStats::pendingBytes),
            counter(
                    "linkport.system.sends",
                    null,
                    "Send operations of the operating system that moved bytes",
                    LinkportStats::systemSends),
            counter(
                    "linkport.system.receives",
                    null,
                    "Receive operations of the operating system that moved bytes",
                    LinkportStats::systemReceives),
            gauge("linkport.chunks.send", "chunks", "Send chunks that hold bytes now", LinkportStats::sendChunksOut),
            gauge("linkport.chunks.receive", "chunks", "Receive chunks kept now", LinkportStats::receiveChunksOut),
            counter("linkport.handler.errors", null, "Exceptions thrown by callbacks", LinkportStats::handlerErrors),
            counter(
                    "linkport.system.errors",
                    null,
                    "Failures of the operating system that belong to no link",
                    LinkportStats::systemErrors));

    /** With the tag {@code worker}: its name. */
    static final List<Metered<WorkerStats>> OF_WORKERS = List.of(
            gauge("linkport.worker.links", "links", "Links of the worker now", WorkerStats::linksOpen),
            counter("linkport.worker.steps", null, "Turns of the worker", WorkerStats::steps),
            counter("linkport.worker.events", null, "Events that its steps brought", WorkerStats::events),
            counter("linkport.worker.wakes", null, "Times another thread woke it", WorkerStats::wakes),
            counter("linkport.worker.tasks", null, "Tasks of the program that have begun", WorkerStats::tasks),
            counter(
                    "linkport.worker.busy",
                    "seconds",
                    "Time in which it had something to do",
                    stats -> stats.busyNanos() / NANOS),
            counter("linkport.worker.alive", "seconds", "Time since its start", stats -> stats.aliveNanos() / NANOS),
            gauge(
                    "linkport.worker.callback.max",
                    "seconds",
                    "Its longest callback so far, while somebody looked",
                    stats -> stats.longestCallbackNanos() / NANOS));

    /** With the tag {@code reason}, one for each reason of a close. */
    static final String CLOSED = "linkport.links.closed";

    static final String CLOSED_MEANING = "Links closed, by reason";

    /** With the tag {@code reason}, too. */
    static final String ERRORS = "linkport.errors";

    static final String ERRORS_MEANING = "Failures that the operating system reported, by the reason they count as";

    private static <S> Metered<S> gauge(String name, @Nullable String unit, String meaning, ToDoubleFunction<S> value) {
        return new Metered<>(name, Kind.GAUGE, unit, meaning, value);
    }

    private static <S> Metered<S> counter(
            String name, @Nullable String unit, String meaning, ToDoubleFunction<S> value) {
        return new Metered<>(name, Kind.COUNTER, unit, meaning, value);
    }
}
