/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.TimeUnit;

/**
 * Whether a worker that has nothing to do looks again instead of sleeping at once, and for how long. It does as long as
 * that has paid: after a pause that was longer than the spinning it sleeps at once, until a pause was shorter again. So
 * a worker that falls idle spins in vain once. Owner only; times are those of {@link System#nanoTime}.
 */
final class SpinPolicy {
    private final long spinNanos;
    private long pauseBegan;
    private boolean pays = true;

    SpinPolicy(int spinMicros) {
        this.spinNanos = TimeUnit.MICROSECONDS.toNanos(spinMicros);
    }

    /** A pause begins: there is nothing to do. True if the worker is to look again. */
    boolean pauses(long nanos) {
        pauseBegan = nanos;
        return pays && spinNanos > 0;
    }

    /** Whether to look once more in the pause that began last. */
    boolean goesOn(long nanos) {
        return nanos - pauseBegan < spinNanos;
    }

    /** The pause that began last is over, whether it was spent spinning or asleep. */
    void ends(long nanos) {
        pays = nanos - pauseBegan <= spinNanos;
    }
}
