/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linkport.console.internal.http.Access.Need;

/** What is answered under which path, by the method and the longest beginning that fits. Filled before it is used. */
public final class Routes {
    private final Map<String, Route> routes = new HashMap<>();

    /** Nothing yet. */
    public Routes() {}

    record Route(Need need, @Nullable Endpoint endpoint, Endpoint.@Nullable Streaming streaming) {}

    /** Answers GET and HEAD of a path; one that ends with a slash also stands for everything below, but the root. */
    public Routes get(String path, Need need, Endpoint endpoint) {
        routes.put("GET " + path, new Route(need, endpoint, null));
        routes.put("HEAD " + path, new Route(need, endpoint, null));
        return this;
    }

    /** Streams to GET of a path. */
    public Routes stream(String path, Endpoint.Streaming streaming) {
        routes.put("GET " + path, new Route(Need.READ, null, streaming));
        return this;
    }

    /** Acts on POST to a path, or below it if it ends with a slash. */
    public Routes post(String path, Endpoint endpoint) {
        routes.put("POST " + path, new Route(Need.ACT, endpoint, null));
        return this;
    }

    @Nullable
    Route find(String method, String path) {
        Route exact = routes.get(method + " " + path);
        for (int at = path.lastIndexOf('/'); exact == null && at > 0; at = path.lastIndexOf('/', at - 1)) {
            exact = routes.get(method + " " + path.substring(0, at + 1));
        }
        return exact;
    }

    boolean knowsOtherMethod(String method, String path) {
        String other = method.equals("POST") ? "GET" : "POST";
        return find(other, path) != null;
    }
}
