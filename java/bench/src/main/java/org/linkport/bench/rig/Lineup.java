/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.linkport.bench.server.Servers;

/** Who takes part. The floor always does. */
final class Lineup {
    /** The engine elsewhere, with its defaults. */
    private static final String OURS = "linkport-nio";

    /** A loop over a selector and nothing else. */
    private static final String BARE = "jdk-selector-consumer";

    private static final List<String> IN_C = List.of("c-epoll2", "c-epoll-file", "c-uring");
    /** Who is far behind in every cell, or another's double, does not take the time of a quick run. */
    private static final Set<String> FULL_ONLY = Set.of(
            "c-epoll-file", "jdk-selector", "jdk-selector-single", "jdk-vthread", "t-io", "mina", "grizzly", "vertx");

    /**
     * Who does something each second whether there are messages or not. A server that stands still while others are measured
     * would do it in its short slices; it is compared with few others, in long ones.
     */
    private static final String WITH_CONSOLE = "linkport-nio-console";

    private static final List<String> ON_WINDOWS = List.of("c-iocp2", "linkport-iocp", "jdk-nio2", "netty-nio", BARE);

    /** The floor against itself, us, the bare loop, and the peer that most programs use, on all it can run on. */
    private static final List<String> TELLING =
            List.of("c-epoll2", OURS, BARE, "netty-nio", "netty-epoll", "netty-uring");

    private Lineup() {}

    /** Those that tell most, where there is no time for everybody. */
    static List<String> telling() {
        return TELLING;
    }

    /** Whose user mode is told apart over a minute: we, and what a loop over a selector takes at least. */
    static List<String> steady() {
        return List.of(OURS, BARE);
    }

    /** Who is compared under Wine. */
    static List<String> windows() {
        return ON_WINDOWS;
    }

    /** Everybody whose work is messages. */
    static List<String> full() {
        return Stream.concat(IN_C.stream(), Servers.names().stream())
                .filter(name -> !name.equals(WITH_CONSOLE))
                .toList();
    }

    /** Those that matter in a few minutes. */
    static List<String> quick() {
        return full().stream().filter(name -> !FULL_ONLY.contains(name)).toList();
    }
}
