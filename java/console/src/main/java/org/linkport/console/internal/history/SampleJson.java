/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.linkport.CloseReason;
import org.linkport.Histogram;
import org.linkport.SystemError;
import org.linkport.WorkerStats;
import org.linkport.console.internal.json.Json;

/** One sample as the page gets it each second. */
@SuppressWarnings("EnumOrdinal") // indexes of arrays that live for a second
public final class SampleJson {
    private SampleJson() {}

    /** The last value of each series, and of each worker everything. */
    public static Json of(Sample sample, List<String> stuck) {
        Json json = new Json().object().field("time", sample.timeMillis()).object("series");
        for (Series each : Series.values()) {
            json.field(each.key(), sample.series()[each.ordinal()]);
        }
        json.endObject().object("closes");
        for (CloseReason reason : CloseReason.values()) {
            if (sample.closes()[reason.ordinal()] != 0) {
                json.field(reason.name(), sample.closes()[reason.ordinal()]);
            }
        }
        json.endObject().object("closed");
        closes(json, sample.stats().closes());
        json.endObject().array("errors");
        errors(json, sample.stats().errors());
        json.endArray().array("workers");
        sample.workers().forEach(worker -> worker(json, worker));
        json.endArray().array("stuck");
        stuck.forEach(json::value);
        return json.endArray().endObject();
    }

    static void closes(Json json, Map<CloseReason, Long> closes) {
        for (CloseReason reason : CloseReason.values()) {
            Long count = closes.get(reason);
            if (count != null) {
                json.field(reason.name(), count);
            }
        }
    }

    static void errors(Json json, Map<SystemError, Long> errors) {
        errors.entrySet().stream()
                .sorted(Map.Entry.<SystemError, Long>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString(), Comparator.naturalOrder()))
                .forEach(entry -> json.object()
                        .field("reason", entry.getKey().reason().name())
                        .field("code", entry.getKey().osCode())
                        .field("text", entry.getKey().text())
                        .field("count", entry.getValue())
                        .endObject());
    }

    private static void worker(Json json, WorkerSample worker) {
        WorkerStats stats = worker.stats();
        json.object()
                .field("index", stats.index())
                .field("name", stats.name())
                .field("links", stats.linksOpen())
                .field("busy", worker.busy())
                .field("busyNanos", stats.busyNanos())
                .field("aliveNanos", stats.aliveNanos())
                .field("steps", worker.steps())
                .field("events", worker.events())
                .field("tasks", worker.tasks())
                .field("messages", worker.messages())
                .field("callbackMicros", worker.callbackMicros())
                .field("longestCallbackMicros", stats.longestCallbackNanos() / 1_000)
                .field("pendingBytes", stats.pendingBytes())
                .field("wakes", stats.wakes());
        counts(json.array("stepEvents"), stats.stepEvents());
        counts(json.array("callbacks"), stats.callbackMicros());
        json.endObject();
    }

    static void counts(Json json, Histogram histogram) {
        histogram.counts().forEach(json::value);
        json.endArray();
    }
}
