/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

/** The engine's half of one worker. Called by its thread only, but {@link #wake} and {@link #updateCounters}. */
public interface EngineWorker {
    /**
     * Has the worker's thread run on that processor alone, before its first step. Engines that cannot were never asked:
     * they refuse the option.
     *
     * @return the processor, as the system says
     */
    default int bind(int processor) {
        throw new UnsupportedOperationException("this engine binds no thread to a processor");
    }

    /**
     * One step: submits what transports asked for, waits if nothing is ready, tells {@link WorkerLoop#waitOver} and
     * reports events through {@link WorkerLoop} and {@link EngineLink}.
     *
     * @param waitMillis how long it may wait: 0 not at all, {@link Long#MAX_VALUE} without limit
     * @return the number of events
     */
    int step(long waitMillis) throws Exception;

    /** Ends a waiting step, or the next one at once. Any thread. */
    void wake();

    /** Begins a connect; answers with {@link WorkerLoop#opened} or {@link ConnectRequest#failed}. */
    void connect(ConnectRequest request);

    /** Closes listeners and links, with a deadline; then {@link #isStopped}. */
    void stop(int drainMillis);

    /** Whether, after {@link #stop}, the worker owns nothing any more and must not step again. */
    boolean isStopped();

    /** Sets those counters of the loop that the engine keeps itself. Any thread, one at a time. */
    void updateCounters();
}
