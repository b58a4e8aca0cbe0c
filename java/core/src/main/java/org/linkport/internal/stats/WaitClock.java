/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long a worker has lived, and of that waited. Its thread writes; any thread reads, also in the middle of a wait,
 * and sees whole values: the sum and whether it waits stand in one word.
 */
public final class WaitClock {
    private static final VarHandle STATE;
    private static final long WAITING = 1;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(WaitClock.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long start;
    private long
            state; // nanoseconds waited, less the start of the wait in progress; the lowest bit says if there is one
    private volatile long end; // nanoseconds from start to end, 0 before the end

    /** Begins to live; times are those of {@link System#nanoTime}. */
    public WaitClock(long nanos) {
        this.start = nanos;
    }

    /** Waits from here on. Writer only. */
    public void waits(long nanos) {
        if ((state & WAITING) == 0) {
            STATE.setRelease(this, (((state >> 1) - (nanos - start)) << 1) | WAITING);
        }
    }

    /** Does not wait any more, if it did. Writer only. */
    public void works(long nanos) {
        if ((state & WAITING) != 0) {
            STATE.setRelease(this, ((state >> 1) + (nanos - start)) << 1);
        }
    }

    /** Lives no more. Writer only. */
    public void ends(long nanos) {
        works(nanos);
        end = Math.max(1, nanos - start);
    }

    /** Nanoseconds it has lived by that time. Any thread. */
    public long aliveNanos(long nanos) {
        long lived = end;
        return lived == 0 ? nanos - start : lived;
    }

    /** Nanoseconds it has waited by that time, between 0 and {@link #aliveNanos}. Any thread. */
    public long waitNanos(long nanos) {
        long seen = (long) STATE.getAcquire(this);
        long waited = (seen & WAITING) == 0 ? seen >> 1 : (seen >> 1) + (nanos - start);
        return Math.max(0, Math.min(waited, aliveNanos(nanos)));
    }
}
