/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread where sessions live while they have no link, and where links are given to them and taken away. */
final class SessionThread {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final ScheduledThreadPoolExecutor executor;

    SessionThread() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "linkport-sessions");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** False once it has stopped. */
    boolean execute(Runnable task) {
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Null once it has stopped. */
    @Nullable
    Future<?> schedule(long delayMillis, Runnable task) {
        try {
            return executor.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    /** A program that throws here harms nobody else. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("a session's callback failed", failure);
        }
    }

    /** Runs what was given to it, and then no more. */
    void stop() {
        executor.shutdown();
    }
}
