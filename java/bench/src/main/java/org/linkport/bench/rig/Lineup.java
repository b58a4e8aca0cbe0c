/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.linkport.bench.server.Servers;

/** Who takes part. The floor always does. */
final class Lineup {
    private static final List<String> IN_C = List.of("c-epoll2", "c-uring");
    /** Who is far behind in every cell, or another's double, does not take the time of a quick run. */
    private static final Set<String> FULL_ONLY =
            Set.of("jdk-selector", "jdk-selector-single", "jdk-vthread", "t-io", "mina", "grizzly", "vertx");

    private static final List<String> ON_WINDOWS =
            List.of("c-iocp2", "linkport-iocp", "jdk-nio2", "netty-nio", "jdk-selector-consumer");

    /** The engine elsewhere, with its defaults. */
    static final String OURS = "linkport-nio";

    /** The floor against itself, us, the bare loop, and the peer that most programs use, on all it can run on. */
    private static final List<String> TELLING =
            List.of("c-epoll2", OURS, "jdk-selector-consumer", "netty-nio", "netty-epoll", "netty-uring");

    private Lineup() {}

    /** Those that tell most, where there is no time for everybody. */
    static List<String> telling() {
        return TELLING;
    }

    /** Who is compared under Wine. */
    static List<String> windows() {
        return ON_WINDOWS;
    }

    /** Everybody. */
    static List<String> full() {
        return Stream.concat(IN_C.stream(), Servers.names().stream()).toList();
    }

    /** Those that matter in a few minutes. */
    static List<String> quick() {
        return full().stream().filter(name -> !FULL_ONLY.contains(name)).toList();
    }
}
