/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one worker, in wheels of 64 slots: the slots of the first are a millisecond wide, those of each further
 * one as wide as the whole wheel before it. A deadline lies in the lowest wheel that tells its time from the present,
 * and moves down as the time comes near: a few moves, however far away it is, and nothing ever looks at all of them. Deadlines expire at or after their time, in its order, and those of one millisecond in the order in which they
 * were scheduled. Owner only.
 */
public final class TimingWheel {
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LEVELS = 7;
    private static final long FARTHEST = (1L << (SLOT_BITS * LEVELS)) - 1; // 139 years
    private static final int DUE = LEVELS * SLOTS;

    private final long startMillis;
    private final @Nullable Deadline[] lists = new Deadline[DUE + 1];
    private final long[] occupied = new long[LEVELS]; // a bit for each slot that is not empty
    private long elapsed; // of every deadline in a wheel, its slot begins later, or at this very millisecond
    private long moves;

    /** @param nowMillis monotonic time; every other time is on the same clock */
    public TimingWheel(long nowMillis) {
        startMillis = nowMillis;
    }

    /** Schedules a deadline that is not scheduled. One whose time has passed expires with the next advance. */
    public void schedule(Deadline deadline, long atMillis) {
        deadline.atMillis = Math.min(atMillis, startMillis + FARTHEST);
        place(deadline);
    }

    private void place(Deadline deadline) {
        long at = Math.max(deadline.atMillis - startMillis, elapsed);
        int level = (63 - Long.numberOfLeadingZeros((at ^ elapsed) | 1)) / SLOT_BITS;
        int slot = (int) (at >>> (SLOT_BITS * level)) & (SLOTS - 1);
        occupied[level] |= 1L << slot;
        append(deadline, level * SLOTS + slot);
    }

    /** Lists are rings: the one before the first is the last. */
    private void append(Deadline deadline, int list) {
        moves++;
        deadline.list = list;
        Deadline first = lists[list];
        if (first == null) {
            lists[list] = deadline;
            deadline.next = deadline;
            deadline.previous = deadline;
            return;
        }
        Deadline last = first.previous;
        deadline.next = first;
        deadline.previous = last;
        last.next = deadline;
        first.previous = deadline;
    }

    /** Unschedules a deadline; does nothing if it is not scheduled. */
    public void cancel(Deadline deadline) {
        int list = deadline.list;
        if (list < 0) {
            return;
        }
        if (deadline.next == deadline) {
            lists[list] = null;
            if (list != DUE) {
                occupied[list / SLOTS] &= ~(1L << list % SLOTS);
            }
        } else {
            deadline.previous.next = deadline.next;
            deadline.next.previous = deadline.previous;
            if (lists[list] == deadline) {
                lists[list] = deadline.next;
            }
        }
        deadline.list = -1;
        deadline.next = deadline;
        deadline.previous = deadline;
    }

    /** Sees that a deadline expires by then: schedules it, or brings it forward, or finds it earlier already. */
    public void hasten(Deadline deadline, long atMillis) {
        if (!deadline.isScheduled() || atMillis < deadline.atMillis) {
            cancel(deadline);
            schedule(deadline, atMillis);
        }
    }

    /**
     * Milliseconds until {@link #advance} has something to do, which is never later than the first deadline: 0 for now,
     * {@link Long#MAX_VALUE} for never.
     */
    public long delayMillis(long nowMillis) {
        if (lists[DUE] != null) {
            return 0; // the one before failed as it expired
        }
        int level = lowestOccupied();
        return level < 0 ? Long.MAX_VALUE : Math.max(0, firstSlotBegins(level) - (nowMillis - startMillis));
    }

    /** Whatever lies in a lower wheel is earlier. */
    private int lowestOccupied() {
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                return level;
            }
        }
        return -1;
    }

    /** Slots never wrap around: what lies beyond the last one lies in a higher wheel. */
    private long firstSlotBegins(int level) {
        int wheelBits = SLOT_BITS * (level + 1);
        long wheelBegins = (elapsed >>> wheelBits) << wheelBits;
        return wheelBegins + ((long) Long.numberOfTrailingZeros(occupied[level]) << (SLOT_BITS * level));
    }

    /** Expires everything that is due by now; what that schedules for now waits for the next time. */
    public void advance(long nowMillis) {
        long now = Math.min(nowMillis - startMillis, FARTHEST);
        for (int level = lowestOccupied(); level >= 0 && firstSlotBegins(level) <= now; level = lowestOccupied()) {
            elapsed = firstSlotBegins(level);
            moveDown(level);
        }
        elapsed = Math.max(elapsed, now);
        for (Deadline due = lists[DUE]; due != null; due = lists[DUE]) {
            cancel(due);
            due.expired();
        }
    }

    private void moveDown(int level) {
        int list = level * SLOTS + Long.numberOfTrailingZeros(occupied[level]);
        for (Deadline deadline = lists[list]; deadline != null; deadline = lists[list]) {
            cancel(deadline);
            if (level == 0) {
                append(deadline, DUE);
            } else {
                place(deadline);
            }
        }
    }

    /** How often a deadline was put into a list since the beginning: what the wheel has cost. */
    public long moves() {
        return moves;
    }

    /** One deadline; in at most one wheel. */
    public abstract static class Deadline {
        private long atMillis;
        private int list = -1;
        private Deadline next = this;
        private Deadline previous = this;

        /** Its time has come; it is not scheduled any more. */
        protected abstract void expired();

        /** Whether it will expire. Owner only. */
        protected final boolean isScheduled() {
            return list >= 0;
        }
    }
}
