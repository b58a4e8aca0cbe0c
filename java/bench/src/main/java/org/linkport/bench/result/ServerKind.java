/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

/** What a server is to Linkport, by its name. */
public enum ServerKind {
    /** Linkport itself. */
    OURS,
    /** In C, where no JVM can be expected to follow. */
    RAW,
    /** In a JVM, as we are. */
    PEER;

    /** The one whose CPU time and rates are the measure of all others. */
    public static final String FLOOR = "c-epoll";

    /** The same on Windows. */
    public static final String FLOOR_OF_WINDOWS = "c-iocp";

    /** The one that saves system calls, which a selector cannot. */
    public static final String NETTY_URING = "netty-uring";

    /** What that one is. */
    public static ServerKind of(String server) {
        if (server.startsWith("linkport")) {
            return OURS;
        }
        return server.startsWith("c-") ? RAW : PEER;
    }
}
