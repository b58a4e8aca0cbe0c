/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.linkport.protocol.internal.OptionRange;

/**
 * The last lines of a log, and who follows it. A logging framework {@linkplain #publish publishes} to it, from any thread;
 * nobody who logs ever waits for who follows: who cannot keep up loses lines, and is told how many.
 */
public final class LogTail {
    private final int maxLines;

    /* under the lock */
    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

    private final CopyOnWriteArrayList<Follower> followers = new CopyOnWriteArrayList<>();

    /** Is told of lines. */
    interface Follower {
        /** One more; in the thread that logs, under the lock, so it must neither block nor log. */
        void add(LogLine line);
    }

    /**
     * Keeps so many lines.
     *
     * @param maxLines 1 to 100,000
     */
    public LogTail(int maxLines) {
        OptionRange.check("maxLines", maxLines, 1, 100_000);
        this.maxLines = maxLines;
    }

    /** One more line. Any thread; blocks for no longer than it takes to put it into queues in memory. */
    public void publish(LogLine line) {
        synchronized (lines) {
            if (lines.size() == maxLines) {
                lines.remove();
            }
            lines.add(line);
            followers.forEach(each -> each.add(line));
        }
    }

    /** How many follow it now. */
    public int followers() {
        return followers.size();
    }

    /** The last lines for that level and logger; who follows gets every later one, and none of these. */
    List<LogLine> follow(LogWanted wanted, Follower follower) {
        synchronized (lines) {
            if (wanted.follow()) {
                followers.add(follower);
            }
            List<LogLine> matching = new ArrayList<>(lines);
            matching.removeIf(line -> !wanted.means(line));
            return matching.subList(Math.max(0, matching.size() - wanted.lastLines()), matching.size());
        }
    }

    void leave(Follower follower) {
        followers.remove(follower);
    }
}
