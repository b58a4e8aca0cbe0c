/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.linkport.CloseReason;
import org.linkport.console.internal.json.Json;

/** The last 15 minutes, a sample for each second, in memory that is taken once. Any thread. */
@SuppressWarnings("EnumOrdinal") // indexes of arrays that live as long as the class
public final class History {
    /** Samples that are kept. */
    public static final int SAMPLES = 900;

    private final Ring times = new Ring(SAMPLES);
    private final Ring[] series = rings(Series.values().length);
    private final Ring[] closes = rings(CloseReason.values().length);
    private final Ring[] busy;
    private final Ring[] links;
    private final Ring[] callbacks;

    /** Empty, for so many workers. */
    public History(int workers) {
        busy = rings(workers);
        links = rings(workers);
        callbacks = rings(workers);
    }

    private static Ring[] rings(int count) {
        Ring[] rings = new Ring[count];
        Arrays.setAll(rings, i -> new Ring(SAMPLES));
        return rings;
    }

    /** Adds the sample of a second; the oldest goes. */
    public synchronized void add(Sample sample) {
        times.add((double) sample.timeMillis());
        for (int i = 0; i < series.length; i++) {
            series[i].add(sample.series()[i]);
        }
        for (int i = 0; i < closes.length; i++) {
            closes[i].add(sample.closes()[i]);
        }
        for (int i = 0; i < busy.length; i++) {
            WorkerSample worker = sample.workers().get(i);
            busy[i].add(worker.busy());
            links[i].add((double) worker.stats().linksOpen());
            callbacks[i].add((double) worker.callbackMicros());
        }
    }

    /** A column for each series; reasons for which nothing closed are left out. */
    public Json json() {
        Columns copy = copy();
        Json json = new Json().object();
        column(json.array("time"), copy.times).endArray().object("series");
        for (Series each : Series.values()) {
            column(json.array(each.key()), copy.series.get(each.ordinal())).endArray();
        }
        json.endObject().object("closes");
        for (CloseReason reason : CloseReason.values()) {
            double[] column = copy.closes.get(reason.ordinal());
            if (Arrays.stream(column).anyMatch(value -> value != 0)) {
                column(json.array(reason.name()), column).endArray();
            }
        }
        json.endObject().object("workers");
        columns(json.array("busy"), copy.busy);
        columns(json.array("links"), copy.links);
        columns(json.array("callbackMicros"), copy.callbacks);
        return json.endObject().endObject();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Columns(
            double[] times,
            List<double[]> series,
            List<double[]> closes,
            List<double[]> busy,
            List<double[]> links,
            List<double[]> callbacks) {}

    /** Copied quickly, so that writing it out keeps no sample waiting. */
    private synchronized Columns copy() {
        return new Columns(times.copy(), copy(series), copy(closes), copy(busy), copy(links), copy(callbacks));
    }

    private static List<double[]> copy(Ring[] rings) {
        List<double[]> copies = new ArrayList<>(rings.length);
        for (Ring ring : rings) {
            copies.add(ring.copy());
        }
        return copies;
    }

    private static Json column(Json json, double[] values) {
        for (double value : values) {
            json.value(value);
        }
        return json;
    }

    private static void columns(Json json, List<double[]> columns) {
        columns.forEach(values -> column(json.array(), values).endArray());
        json.endArray();
    }
}
