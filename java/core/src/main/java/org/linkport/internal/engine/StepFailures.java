/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Steps of one worker that failed in a row. It goes on, ever more slowly: what fails once may work next time, and what
 * fails for ever must not burn a core. One that is told to stop must end at last. Owner only.
 */
final class StepFailures {
    /** A worker that is told to stop gives up when its steps still fail so long after the time to drain. */
    private static final int GIVE_UP_MILLIS = 1_000;

    private static final int GIVE_UP_STEPS = 10;
    private static final int SLOWEST = 100;
    private static final long SLOWER_NANOS = 10_000_000;

    private int inARow;
    private long giveUpAtMillis = Long.MAX_VALUE;
    private @Nullable Throwable gaveUpFor;

    void succeeded() {
        inARow = 0;
    }

    /** Waits a while, unless it gives up. */
    void failed(Throwable failure) {
        inARow = Math.min(inARow + 1, SLOWEST);
        if (inARow >= GIVE_UP_STEPS && WorkerLoop.clockMillis() >= giveUpAtMillis) {
            gaveUpFor = failure;
        } else {
            LockSupport.parkNanos(inARow * SLOWER_NANOS);
        }
    }

    /** The worker is told to stop. */
    void stopping(int drainMillis) {
        giveUpAtMillis = WorkerLoop.clockMillis() + drainMillis + GIVE_UP_MILLIS;
    }

    /** What the last of too many steps failed with, or null. */
    @Nullable
    Throwable gaveUpFor() {
        return gaveUpFor;
    }
}
