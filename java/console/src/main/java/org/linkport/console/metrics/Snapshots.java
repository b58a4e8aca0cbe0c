/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.metrics;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.LinkportStats;

/** One snapshot for all meters that are read at about the same time. Any thread. */
final class Snapshots {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Linkport port;
    private @Nullable LinkportStats newest;
    private long takenNanos;

    Snapshots(Linkport port) {
        this.port = port;
    }

    synchronized LinkportStats newest() {
        long now = System.nanoTime();
        LinkportStats stats = newest;
        if (stats == null || now - takenNanos > FRESH_NANOS) {
            stats = port.stats();
            newest = stats;
            takenNanos = now;
        }
        return stats;
    }
}
