/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last 2,000 lines of a log, for a {@link Console}. Whoever writes the log adds to it: any thread, without a lock and
 * without waiting, so that logging costs no worker more for it. {@code org.linkport.console.logback.ConsoleAppender} does
 * so for logback.
 */
public final class LogSource {
    /** Lines that are kept. */
    public static final int LINES = 2_000;

    private final AtomicReferenceArray<Numbered> lines = new AtomicReferenceArray<>(LINES);
    private final AtomicLong next = new AtomicLong();

    /** Empty. */
    public LogSource() {}

    /**
     * A line and its place among all that there ever were.
     *
     * @param number from 0
     * @param line the line
     */
    public record Numbered(long number, LogLine line) {}

    /** Adds a line; the oldest goes if there are too many. Any thread. */
    public void add(LogLine line) {
        long number = next.getAndIncrement();
        lines.set((int) (number % LINES), new Numbered(number, line));
    }

    /**
     * Lines from a number on, in their order, as far as they are still there. One that is being added just now may be
     * missing, and then those after it are, too: the next call has them. Any thread.
     *
     * @param max how many at most
     */
    public List<Numbered> from(long number, int max) {
        long end = next.get();
        List<Numbered> found = new ArrayList<>();
        for (long i = Math.max(number, end - LINES); i < end && found.size() < max; i++) {
            Numbered line = lines.get((int) (i % LINES));
            if (line == null || line.number < i) {
                break; // its number is taken, and it is not there yet
            }
            if (line.number == i) { // else it was overwritten meanwhile
                found.add(line);
            }
        }
        return found;
    }

    /** Lines that there ever were. */
    public long count() {
        return next.get();
    }
}
