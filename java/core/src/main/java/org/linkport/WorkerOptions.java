/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of each worker does at its start and at its end.
 *
 * @param onStart what it does first
 * @param onStop what it does last
 */
public record WorkerOptions(StartHook onStart, StopHook onStop) {
    /** Nothing. */
    public static final WorkerOptions DEFAULT = new WorkerOptions(worker -> null, worker -> {});

    /** Checks that nothing is missing. */
    public WorkerOptions {
        Objects.requireNonNull(onStart, "onStart");
        Objects.requireNonNull(onStop, "onStop");
    }

    /** See {@link LinkportBuilder#onWorkerStart}. */
    @FunctionalInterface
    public interface StartHook {
        /** Called on the worker, before it has a link. What it returns is the worker's attachment from then on. */
        @Nullable
        Object started(Worker worker) throws Exception;
    }

    /** See {@link LinkportBuilder#onWorkerStop}. */
    @FunctionalInterface
    public interface StopHook {
        /** Called on the worker, after the last {@code onClose} of its links. */
        void stopping(Worker worker) throws Exception;
    }
}
