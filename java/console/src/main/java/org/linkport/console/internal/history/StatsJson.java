/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import org.linkport.Linkport;
import org.linkport.LinkportStats;
import org.linkport.WorkerStats;
import org.linkport.console.internal.json.Json;

/** A snapshot as {@code /stats.json} gives it: totals since the start, of all workers and of each. */
public final class StatsJson {
    private StatsJson() {}

    /** The snapshot of a Linkport that was just taken. */
    public static Json of(Linkport port, LinkportStats stats) {
        Json json = new Json()
                .object()
                .field("name", port.options().name())
                .field("engine", port.engine().name())
                .field("maxLinks", port.options().maxLinks());
        totals(json, stats);
        json.array("workers");
        stats.workers().forEach(worker -> worker(json, worker));
        return json.endArray().endObject();
    }

    private static void totals(Json json, LinkportStats stats) {
        json.field("linksOpen", stats.linksOpen())
                .field("linksOpened", stats.linksOpened())
                .field("linksAccepted", stats.linksAccepted())
                .field("linksClosed", stats.linksClosed())
                .field("connectsFailed", stats.connectsFailed())
                .field("acceptsFailed", stats.acceptsFailed())
                .field("messagesSent", stats.messagesSent())
                .field("messagesRejected", stats.messagesRejected())
                .field("pendingBytes", stats.pendingBytes())
                .field("bytesSent", stats.bytesSent())
                .field("bytesReceived", stats.bytesReceived())
                .field("systemSends", stats.systemSends())
                .field("systemReceives", stats.systemReceives())
                .field("steps", stats.steps())
                .field("events", stats.events())
                .field("wakes", stats.wakes())
                .field("tasks", stats.tasks())
                .field("handlerErrors", stats.handlerErrors())
                .field("systemErrors", stats.systemErrors())
                .field("sendChunksOut", stats.sendChunksOut())
                .field("receiveChunksOut", stats.receiveChunksOut());
        SampleJson.closes(json.object("closes"), stats.closes());
        json.endObject();
        SampleJson.errors(json.array("errors"), stats.errors());
        json.endArray();
    }

    private static void worker(Json json, WorkerStats stats) {
        json.object()
                .field("index", stats.index())
                .field("name", stats.name())
                .field("linksOpen", stats.linksOpen())
                .field("messagesSent", stats.messagesSent())
                .field("bytesSent", stats.bytesSent())
                .field("bytesReceived", stats.bytesReceived())
                .field("steps", stats.steps())
                .field("events", stats.events())
                .field("wakes", stats.wakes())
                .field("tasks", stats.tasks())
                .field("aliveNanos", stats.aliveNanos())
                .field("waitNanos", stats.waitNanos())
                .field("longestCallbackNanos", stats.longestCallbackNanos())
                .field("pendingBytes", stats.pendingBytes());
        SampleJson.counts(json.array("stepEvents"), stats.stepEvents());
        SampleJson.counts(json.array("callbackMicros"), stats.callbackMicros());
        json.endObject();
    }
}
