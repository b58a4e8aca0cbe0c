/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.util.Locale;

/** What a server does with the bytes it gets. */
public enum ServerMode {
    /** Sends them back as they come. */
    ECHO,
    /** Reads messages (a big-endian length of four bytes, then so many bytes) and answers each with a send of its own. */
    FRAMED,
    /** Swallows them. */
    SINK;

    /** How it is named on a command line. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of that name, in lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ServerMode named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
