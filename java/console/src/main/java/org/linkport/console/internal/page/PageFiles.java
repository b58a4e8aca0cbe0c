/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.linkport.console.Console;
import org.linkport.console.internal.http.Access.Need;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.internal.http.Routes;

/** The page: a list of files in the jar, read once. Nothing else can be asked for, by no path. */
public final class PageFiles {
    /** All there are; a test compares them with the folder. */
    static final List<String> NAMES = List.of(
            "index.html",
            "base.css",
            "parts.css",
            "icon.svg",
            "main.js",
            "text.js",
            "text-en.js",
            "text-zh.js",
            "format.js",
            "element.js",
            "server.js",
            "stream.js",
            "columns.js",
            "chart.js",
            "overview.js",
            "workers.js",
            "links.js",
            "link.js",
            "broadcast.js",
            "log.js");

    private final Map<String, Answer> files = new HashMap<>();

    /** Reads them all. */
    public PageFiles() {
        for (String name : NAMES) {
            files.put("/" + name, read(name));
        }
        files.put("/", read("index.html"));
    }

    private static Answer read(String name) {
        try (InputStream in = Console.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar of the console has no page/" + name);
            }
            return new Answer(200, type(name), in.readAllBytes(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of the console cannot be read", e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }

    /** Has each answered under its name, and the page under the root. */
    public void addTo(Routes routes) {
        files.forEach((path, file) -> routes.get(path, Need.NOTHING, request -> file));
    }
}
