/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events to one client. A write that takes too long is interrupted, and the client is gone. */
public final class EventStream {
    private static final long WRITE_MILLIS = 5_000;
    private static final long QUIET_MILLIS = 60_000;
    private static final byte[] PING = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    static EventStream begin(HttpExchange exchange) throws IOException {
        Answer.headers(exchange, "text/event-stream; charset=utf-8", "no-store");
        RequestThreads.extend(WRITE_MILLIS);
        exchange.sendResponseHeaders(200, 0);
        return new EventStream(exchange.getResponseBody());
    }

    /** An event as {@link #send} takes it. The data has no line breaks. */
    public static byte[] event(String name, String data) {
        return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes an event; whoever waits then may do so for a minute. */
    public void send(byte[] event) throws IOException {
        RequestThreads.extend(WRITE_MILLIS);
        out.write(event);
        out.flush();
        RequestThreads.extend(QUIET_MILLIS);
    }

    /** Writes what says nothing, to find out whether the client is still there. */
    public void ping() throws IOException {
        send(PING);
    }
}
