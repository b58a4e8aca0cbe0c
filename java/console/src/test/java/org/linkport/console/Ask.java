/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A request that is written byte by byte, since a client of the JDK would not send what a hostile one does. */
final class Ask {
    private final URI console;
    private final String method;
    private final String path;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String body = "";

    private Ask(URI console, String method, String path) {
        this.console = console;
        this.method = method;
        this.path = path;
        header("Host", console.getAuthority());
        header("Connection", "close");
    }

    static Ask get(Console console, String path) {
        return new Ask(console.address(), "GET", path);
    }

    static Ask post(Console console, String path, String body) {
        Ask ask = new Ask(console.address(), "POST", path);
        ask.body = body;
        return ask;
    }

    static Ask method(Console console, String method, String path) {
        return new Ask(console.address(), method, path);
    }

    Ask header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Ask without(String name) {
        headers.remove(name);
        return this;
    }

    Ask token(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    Answer answer() {
        try (Socket socket = open()) {
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return answer().status();
    }

    /** Asks, and reads nothing yet. */
    Socket open() throws IOException {
        Socket socket = new Socket(console.getHost().replaceAll("[\\[\\]]", ""), console.getPort());
        try {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            headers.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append("\r\n"));
            if (!body.isEmpty() || method.equals("POST")) {
                text.append("Content-Length: ").append(bytes.length).append("\r\n");
            }
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.setSoTimeout(30_000);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer but '" + all + "'");
        }
        String[] lines = all.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, all.substring(end + 4));
    }
}
