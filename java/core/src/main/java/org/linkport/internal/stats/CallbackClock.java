/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import org.linkport.Histogram;

/**
 * How long the callbacks of one worker take. Reading the clock twice for each would cost as much as a small message
 * saves elsewhere, so it does only while somebody looks: for a time after each look. Its thread writes, any thread looks.
 */
public final class CallbackClock {
    /** Longer than the time between two scrapes of metrics. */
    static final long WATCHED_MILLIS = 150_000;

    private static final int BUCKETS = 28; // microseconds: the last begins at 67 seconds

    private final Sizes micros = new Sizes(BUCKETS);
    private volatile long longestNanos;
    private volatile long watchedUntilMillis = Long.MIN_VALUE;

    /* owner only */
    private boolean watched;
    private int depth;
    private long began;

    /** Somebody looks at that time, by the clock of {@link #step}. Any thread. */
    public void look(long nowMillis) {
        watchedUntilMillis = nowMillis + WATCHED_MILLIS;
    }

    /** Decides whether the callbacks of the next step are timed. Owner only, in no callback. */
    public void step(long nowMillis) {
        watched = nowMillis < watchedUntilMillis;
        depth = 0;
    }

    /** A callback begins, perhaps within another one, which is then what counts. Owner only. */
    public void begins() {
        if (watched && depth++ == 0) {
            began = System.nanoTime();
        }
    }

    /** The callback has returned or thrown. Owner only. */
    public void ends() {
        if (watched && --depth == 0) {
            took(System.nanoTime() - began);
        }
    }

    /** Nothing is timed any more: what is called now is called by other threads. Owner only. */
    public void end() {
        watched = false;
    }

    void took(long nanos) {
        micros.add(Math.max(0, nanos) / 1_000);
        if (nanos > longestNanos) {
            longestNanos = nanos;
        }
    }

    /** Callbacks that were timed, by microseconds. Any thread. */
    public Histogram micros() {
        return micros.copy();
    }

    /** The longest of them. Any thread. */
    public long longestNanos() {
        return longestNanos;
    }
}
