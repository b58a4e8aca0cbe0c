/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linkport.WorkerOptions;

/** What the program does at the start and the end of one worker, what it attached to it, and where it runs. */
final class WorkerHooks {
    private final WorkerLoop worker;
    private final WorkerOptions options;
    private final CompletableFuture<@Nullable Throwable> started = new CompletableFuture<>();
    private volatile @Nullable Object attachment;
    private volatile int processor = -1;
    private boolean hasStarted; // owner only

    WorkerHooks(WorkerLoop worker, WorkerOptions options) {
        this.worker = worker;
        this.options = options;
    }

    /** A worker whose hook throws goes on all the same, until it is told to stop: its engine must. On the worker. */
    void start() {
        try {
            bind();
            attachment = options.onStart().started(worker);
            hasStarted = true;
            started.complete(null);
        } catch (Throwable failure) {
            started.complete(failure);
        }
    }

    private void bind() {
        if (!options.affinity().isEmpty()) {
            processor = worker.engineWorker().bind(options.affinity().get(worker.index()));
        }
    }

    /** Ends what {@link #start} began, if it did. On the worker. */
    void stop() {
        if (!hasStarted) {
            return;
        }
        try {
            options.onStop().stopping(worker);
        } catch (Throwable failure) {
            worker.programFailed("the stop hook of worker " + worker.name(), failure);
        }
    }

    /** Waits until the start hook has returned. Null, or what it threw. Any thread. */
    @Nullable
    Throwable awaitStarted() {
        return started.join();
    }

    /** The processor it is bound to, or -1. Any thread. */
    int processor() {
        return processor;
    }

    /** What the start hook returned, or null. Any thread. */
    @Nullable
    Object attachment() {
        return attachment;
    }
}
