/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.stream;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.console.internal.history.History;
import org.linkport.console.internal.history.Sample;
import org.linkport.console.internal.history.SampleJson;
import org.linkport.console.internal.http.Endpoint;
import org.linkport.console.internal.http.EventStream;
import org.linkport.console.internal.http.Request;
import org.linkport.console.internal.json.Json;

/** Streams samples: what is and was at first, then each second one more, written out once for all who look on. */
public final class Live implements Endpoint.Streaming {
    private static final long QUIET_MILLIS = 15_000;

    private final Supplier<Json> about;
    private final History history;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private volatile byte @Nullable [] written; // the history as an event, until the next sample

    /** @param about what does not change */
    public Live(Supplier<Json> about, History history) {
        this.about = about;
        this.history = history;
    }

    /** Tells everybody of a sample. Does not block. */
    public void tell(Sample sample, List<String> stuck) {
        written = null;
        if (!viewers.isEmpty()) {
            byte[] event =
                    EventStream.event("sample", SampleJson.of(sample, stuck).toString());
            viewers.forEach(viewer -> viewer.offer(event));
        }
    }

    @Override
    public void stream(Request request, EventStream stream) throws IOException {
        Viewer viewer = new Viewer();
        viewers.add(viewer);
        try {
            stream.send(EventStream.event("about", about.get().toString()));
            stream.send(history());
            while (!Thread.currentThread().isInterrupted()) {
                byte[] event = viewer.next(QUIET_MILLIS);
                if (event == null) {
                    stream.ping();
                } else {
                    stream.send(event);
                }
            }
        } finally {
            viewers.remove(viewer);
        }
    }

    private byte[] history() {
        byte[] event = written;
        if (event == null) {
            event = EventStream.event("history", history.json().toString());
            written = event;
        }
        return event;
    }
}
