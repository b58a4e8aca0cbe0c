/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client asks for. */
public final class Request {
    /** A body is at most so large. */
    public static final int BODY_MAX = 64 << 10;

    private final HttpExchange exchange;
    private final Map<String, String> parameters;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        this.parameters = parameters(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> found = new HashMap<>();
        if (query == null) {
            return found;
        }
        for (String pair : query.split("&", -1)) {
            int at = pair.indexOf('=');
            String name = at < 0 ? pair : pair.substring(0, at);
            found.put(decoded(name), decoded(at < 0 ? "" : pair.substring(at + 1)));
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("a parameter is not encoded as one");
        }
    }

    /** GET, POST and so on. */
    public String method() {
        return exchange.getRequestMethod();
    }

    /** What is asked for, from the first slash on, decoded. */
    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /** A parameter of the query; empty if there is none. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /**
     * A parameter that is a number.
     *
     * @throws BadRequest if it is none, or out of range
     */
    public int number(String name, int otherwise, int from, int to) {
        String text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= from && value <= to) {
                return value;
            }
        }
        throw new BadRequest(name + " must be a number from " + from + " to " + to);
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** Who asks, for the log. */
    public String client() {
        return exchange.getRemoteAddress().getAddress().getHostAddress() + ":"
                + exchange.getRemoteAddress().getPort();
    }

    /**
     * The whole body.
     *
     * @throws BadRequest if it is too large
     */
    public byte[] body() throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
        if (body.length > BODY_MAX) {
            throw new BadRequest(413, "more than " + BODY_MAX + " bytes");
        }
        return body;
    }

    /** A request that cannot be answered as asked. */
    public static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        /** With status 400. */
        public BadRequest(String text) {
            this(400, text);
        }

        /** With a status of its own. */
        public BadRequest(int status, String text) {
            super(text, null, false, false);
            this.status = status;
        }

        /** The status of HTTP. */
        public int status() {
            return status;
        }
    }
}
