/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.stream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.linkport.console.LogLine;
import org.linkport.console.LogSource;
import org.linkport.console.internal.http.Endpoint;
import org.linkport.console.internal.http.EventStream;
import org.linkport.console.internal.http.Request;
import org.linkport.console.internal.json.Json;

/** Streams lines of the log: those that are kept at first, then what is added, looked up a few times a second. */
public final class LogLines implements Endpoint.Streaming {
    private static final int AT_ONCE = 500;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int QUIET_LOOKS = 60;

    private final LogSource log;

    /** Of that log. */
    public LogLines(LogSource log) {
        this.log = log;
    }

    @Override
    public void stream(Request request, EventStream stream) throws IOException {
        long next = Math.max(0, log.count() - LogSource.LINES);
        int quiet = 0;
        while (!Thread.currentThread().isInterrupted()) {
            List<LogSource.Numbered> lines = log.from(next, AT_ONCE);
            if (!lines.isEmpty()) {
                long first = lines.get(0).number();
                stream.send(EventStream.event("lines", json(lines, first - next)));
                next = lines.get(lines.size() - 1).number() + 1;
                quiet = 0;
            } else if (++quiet % QUIET_LOOKS == 0) {
                stream.ping();
            }
            if (lines.size() < AT_ONCE) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
    }

    private static String json(List<LogSource.Numbered> lines, long missed) {
        Json json = new Json().object().field("missed", missed).array("lines");
        for (LogSource.Numbered numbered : lines) {
            LogLine line = numbered.line();
            json.object()
                    .field("number", numbered.number())
                    .field("time", line.timeMillis())
                    .field("level", line.level().name())
                    .field("logger", line.logger())
                    .field("thread", line.thread())
                    .field("text", line.text())
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }
}
