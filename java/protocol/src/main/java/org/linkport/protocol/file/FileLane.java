/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on one file: its tasks run one after the other on an executor where they may block. Between two of them others
 * have their turn. Any thread.
 */
final class FileLane {
    private static final Logger LOG = LoggerFactory.getLogger(FileLane.class);

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>(); // under its own lock, like what follows
    private boolean running;

    FileLane(Executor executor) {
        this.executor = executor;
    }

    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        submit();
    }

    private void submit() {
        try {
            executor.execute(() -> {
                if (runOne()) {
                    submit();
                }
            });
        } catch (RuntimeException | Error refusal) { // whatever is wrong, what is open must be closed nevertheless
            if (!(refusal instanceof RejectedExecutionException)) {
                LOG.error("nobody else does the work on a file", refusal);
            }
            boolean more = true;
            while (more) {
                more = runOne();
            }
        }
    }

    /** Whether there is another one. */
    private boolean runOne() {
        Runnable task = next();
        try {
            if (task != null) {
                task.run();
            }
        } catch (Throwable failure) { // else nothing behind it would ever run, the closing of the file neither
            LOG.error("work on a file failed", failure);
        }
        synchronized (tasks) {
            running = !tasks.isEmpty();
            return running;
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }
}
