/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of each worker does at its start and at its end, where it runs, and how it waits.
 *
 * @param onStart what it does first
 * @param onStop what it does last
 * @param affinity the logical processor that each worker runs on alone, by the worker's index, as in {@link
 *     LinkportBuilder#affinity}; empty to let them run anywhere
 * @param spinMicros how long a worker that has nothing to do looks for events before it sleeps, as in {@link
 *     LinkportBuilder#spinMicros}; 0 to 10,000 microseconds
 */
public record WorkerOptions(StartHook onStart, StopHook onStop, List<Integer> affinity, int spinMicros) {
    /** Nothing, anywhere, asleep while there is nothing to do. */
    public static final WorkerOptions DEFAULT = new WorkerOptions(worker -> null, worker -> {}, List.of(), 0);

    private static final int PROCESSOR_MAX = 4_095;
    private static final int SPIN_MICROS_MAX = 10_000;

    /** Checks that nothing is missing, and every range. */
    public WorkerOptions {
        Objects.requireNonNull(onStart, "onStart");
        Objects.requireNonNull(onStop, "onStop");
        affinity = List.copyOf(affinity);
        for (int i = 0; i < affinity.size(); i++) {
            OptionCheck.range("affinity[" + i + "]", affinity.get(i), 0, PROCESSOR_MAX);
        }
        OptionCheck.range("spinMicros", spinMicros, 0, SPIN_MICROS_MAX);
    }

    /** The same with another {@code onStart}. */
    public WorkerOptions withOnStart(StartHook value) {
        return new WorkerOptions(value, onStop, affinity, spinMicros);
    }

    /** The same with another {@code onStop}. */
    public WorkerOptions withOnStop(StopHook value) {
        return new WorkerOptions(onStart, value, affinity, spinMicros);
    }

    /** The same with another {@code affinity}. */
    public WorkerOptions withAffinity(List<Integer> value) {
        return new WorkerOptions(onStart, onStop, value, spinMicros);
    }

    /** The same with another {@code spinMicros}. */
    public WorkerOptions withSpinMicros(int value) {
        return new WorkerOptions(onStart, onStop, affinity, value);
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
