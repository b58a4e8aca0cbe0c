/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.util.List;

/** What every JVM of the tests needs under Wine, and nowhere else. */
public final class Wine {
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";
    /**
     * The usual selector of a Windows JVM, WEPoll, destroys its heap under Wine 8: on close it frees what the poll in
     * progress is still written to. The older one knows no such poll. Windows itself is not concerned.
     */
    private static final String OLDER_SELECTOR = "sun.nio.ch.WindowsSelectorProvider";

    private static final boolean HERE = System.getenv("WINEHOMEDIR") != null;

    private Wine() {}

    /** For this JVM, before it opens its first selector. */
    public static void prepare() {
        if (HERE) {
            System.setProperty(PROVIDER, OLDER_SELECTOR);
        }
    }

    /** For a JVM that this one starts. */
    public static List<String> jvmOptions() {
        return HERE ? List.of("-D" + PROVIDER + "=" + OLDER_SELECTOR) : List.of();
    }
}
