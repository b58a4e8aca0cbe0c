/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import java.util.concurrent.CompletionStage;

/**
 * The program. One object is made for each run of the service; {@link #start} is called once, {@link #stop} at most
 * once, and never before {@code start} returned.
 */
public interface ServiceMain {
    /**
     * Starts the program and returns when it serves: the service is reported as running then and not before. Runs on a
     * thread of its own, for at most {@link ServiceOptions#startMillis}. When a stop is asked for meanwhile,
     * {@link ServiceContext#stopRequested} turns true and the thread is interrupted.
     *
     * @throws ServiceStartException to fail with an exit code of its own
     * @throws Exception anything else fails the start with {@link ServiceStartException#FAILED}
     */
    void start(ServiceContext context) throws Exception;

    /**
     * Begins an orderly stop. Runs on a thread of its own and may take its time there or afterwards: the service is
     * reported as stopping until the stage ends, for at most {@link ServiceOptions#drainMillis} in all. Then the process
     * ends, whatever still runs.
     *
     * @return completes when nothing is left to do; a failure is logged and ends the service as well
     */
    CompletionStage<?> stop(StopCause cause);

    /**
     * Whether the running program is well. Asked every second at most, on the thread that reports the state, and must
     * not block; a systemd unit with {@code WatchdogSec=} is restarted when this is false for that long. Nothing else
     * asks.
     */
    default boolean alive() {
        return true;
    }
}
