/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import org.linkport.Histogram;
import org.linkport.WorkerStats;

/**
 * What one worker did between two snapshots.
 *
 * @param stats the later snapshot
 * @param busy share of the time, 0 to 1
 * @param steps per second
 * @param events per second
 * @param tasks per second
 * @param messages accepted by send, per second
 * @param callbackMicros the longest callback took at most so long; 0 if there was none
 * @param stands whether it neither began a step nor waited all the time
 */
public record WorkerSample(
        WorkerStats stats,
        double busy,
        double steps,
        double events,
        double tasks,
        double messages,
        long callbackMicros,
        boolean stands) {
    static WorkerSample between(WorkerStats earlier, WorkerStats later, double seconds) {
        return new WorkerSample(
                later,
                later.busyShareSince(earlier),
                (later.steps() - earlier.steps()) / seconds,
                (later.events() - earlier.events()) / seconds,
                (later.tasks() - earlier.tasks()) / seconds,
                (later.messagesSent() - earlier.messagesSent()) / seconds,
                longest(earlier, later),
                later.steps() == earlier.steps()
                        && later.waitNanos() == earlier.waitNanos()
                        && later.aliveNanos() > earlier.aliveNanos());
    }

    private static long longest(WorkerStats earlier, WorkerStats later) {
        Histogram came = later.callbackMicros().since(earlier.callbackMicros());
        int largest = came.largest();
        return largest < 0 ? 0 : Math.min(came.bound(largest), later.longestCallbackNanos() / 1_000 + 1);
    }
}
