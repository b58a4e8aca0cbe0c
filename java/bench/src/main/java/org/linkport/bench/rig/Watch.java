/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Ends waits that would last for ever. Any thread. */
final class Watch {
    private static final ScheduledExecutorService THREAD = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        return thread;
    });

    private Watch() {}

    /** What the wait answers; after that time it is ended by {@code end}, and {@code overdue} becomes true. */
    static <T> T over(Supplier<T> wait, int seconds, AtomicBoolean overdue, Runnable end) {
        var ending = THREAD.schedule(
                () -> {
                    overdue.set(true);
                    end.run();
                },
                seconds,
                TimeUnit.SECONDS);
        try {
            return wait.get();
        } finally {
            ending.cancel(false);
        }
    }
}
