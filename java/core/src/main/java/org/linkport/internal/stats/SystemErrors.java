/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.SystemError;

/** How often the operating system failed in which way; what may come from outside cannot make it grow for ever. */
public final class SystemErrors {
    private static final int KINDS = 64;

    private final ConcurrentHashMap<SystemError, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one, by its code if there is one, else by its cause. Any thread; not for the path of data. */
    public void add(CloseReason reason, int osCode, @Nullable Throwable cause) {
        SystemError kind = new SystemError(reason, osCode, osCode != 0 || cause == null ? "" : text(cause));
        if (counts.size() >= KINDS && !counts.containsKey(kind)) {
            kind = SystemError.OTHER;
        }
        counts.computeIfAbsent(kind, unused -> new LongAdder()).increment();
    }

    private static String text(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        return message == null ? name : name + ": " + message;
    }

    /** A copy. Any thread. */
    public Map<SystemError, Long> counts() {
        Map<SystemError, Long> copy = new HashMap<>();
        counts.forEach((kind, count) -> copy.put(kind, count.sum()));
        return copy;
    }
}
