/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.linkport.console.internal.json.Json;

/**
 * An answer that is known in full.
 *
 * @param status of HTTP
 * @param type of the content
 * @param body the content
 * @param lasting whether browsers may keep it for a while
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, String type, byte[] body, boolean lasting) {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** A page that loads nothing from elsewhere, runs no script of its data, and stands in no frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** 200 with JSON. */
    public static Answer of(Json json) {
        return of(200, json);
    }

    /** JSON with a status. */
    public static Answer of(int status, Json json) {
        return new Answer(status, JSON, json.bytes(), false);
    }

    /** A line of text with a status. */
    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8), false);
    }

    void write(HttpExchange exchange) throws IOException {
        headers(exchange, type, lasting ? "max-age=600" : "no-store");
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"linkport\"");
        }
        if (status == 503) {
            exchange.getResponseHeaders().set("Retry-After", "5");
        }
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    static void headers(HttpExchange exchange, String type, String caching) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", caching);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
    }
}
