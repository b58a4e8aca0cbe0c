/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every server there is, by name. */
public final class Servers {
    private static final Map<String, BenchServer.Factory> BY_NAME =
            new TreeMap<>(Map.of("linkport-nio", LinkportServer::startNio));

    private Servers() {}

    /** All names, in order. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /**
     * How the one of that name starts.
     *
     * @throws IllegalArgumentException if there is none
     */
    static BenchServer.Factory named(String name) {
        BenchServer.Factory factory = BY_NAME.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("no server " + name + "; there are " + BY_NAME.keySet());
        }
        return factory;
    }
}
