/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.linkport.CloseReason;

/**
 * The counters of one worker: its thread adds without an atomic operation, any thread reads whole values. Who sees one of
 * them sees what was added to the others before.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the class
public final class Counters {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int COUNTERS = Counter.values().length;
    private static final int REASONS = CloseReason.values().length;
    private static final int PADDING = 8; // a cache line either side, so that workers do not share one

    private final long[] values = new long[PADDING + COUNTERS + REASONS + PADDING];
    private final LongAdder[] fromOthers = new LongAdder[COUNTERS];

    /** All zero. */
    public Counters() {
        Arrays.setAll(fromOthers, i -> new LongAdder());
    }

    /** Adds to a counter. Writer only. */
    public void add(Counter counter, long amount) {
        addAt(PADDING + counter.ordinal(), amount);
    }

    /** Adds one to a counter. Any thread. */
    public void addFromAnyThread(Counter counter) {
        addFromAnyThread(counter, 1);
    }

    /** Adds to a counter. Any thread. */
    public void addFromAnyThread(Counter counter, long amount) {
        fromOthers[counter.ordinal()].add(amount);
    }

    /** Sets a counter that another source keeps. Writer only. */
    public void set(Counter counter, long value) {
        VALUE.setRelease(values, PADDING + counter.ordinal(), value);
    }

    /** Counts one close. Writer only. */
    public void closed(CloseReason reason) {
        addAt(reasonIndex(reason), 1);
    }

    /** The value of a counter. */
    public long value(Counter counter) {
        return (long) VALUE.getAcquire(values, PADDING + counter.ordinal()) + fromOthers[counter.ordinal()].sum();
    }

    /** Closes for that reason. */
    public long closes(CloseReason reason) {
        return (long) VALUE.getAcquire(values, reasonIndex(reason));
    }

    private static int reasonIndex(CloseReason reason) {
        return PADDING + COUNTERS + reason.ordinal();
    }

    private void addAt(int index, long amount) {
        VALUE.setRelease(values, index, values[index] + amount);
    }
}
