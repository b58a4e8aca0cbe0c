/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one worker, in a hashed wheel: scheduling and cancelling cost the same however many there are. A
 * deadline expires at or after its time, at most one tick late while the worker steps. Owner only.
 */
public final class TimingWheel {
    private static final int TICK_MILLIS = 8;
    private static final int SLOTS = 1 << 10;

    private final @Nullable Deadline[] slots = new Deadline[SLOTS];
    private long currentTick;
    private long earliestMillis = Long.MAX_VALUE;
    private int count;

    /** @param nowMillis monotonic time; every other time is on the same clock */
    public TimingWheel(long nowMillis) {
        currentTick = tick(nowMillis);
    }

    private static long tick(long millis) {
        return Math.floorDiv(millis, TICK_MILLIS);
    }

    /** Schedules a deadline that is not scheduled. */
    public void schedule(Deadline deadline, long atMillis) {
        deadline.atMillis = atMillis;
        deadline.slot = (int) Math.max(tick(atMillis), currentTick) & SLOTS - 1;
        deadline.next = slots[deadline.slot];
        deadline.previous = null;
        if (deadline.next != null) {
            deadline.next.previous = deadline;
        }
        slots[deadline.slot] = deadline;
        earliestMillis = Math.min(earliestMillis, atMillis);
        count++;
    }

    /** Unschedules a deadline; does nothing if it is not scheduled. */
    public void cancel(Deadline deadline) {
        if (deadline.slot < 0) {
            return;
        }
        if (deadline.previous == null) {
            slots[deadline.slot] = deadline.next;
        } else {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        deadline.slot = -1;
        deadline.next = null;
        deadline.previous = null;
        count--;
        if (count == 0) {
            earliestMillis = Long.MAX_VALUE;
        }
    }

    /** Brings a scheduled deadline forward; does nothing if it is earlier already. */
    public void hasten(Deadline deadline, long atMillis) {
        if (atMillis < deadline.atMillis) {
            cancel(deadline);
            schedule(deadline, atMillis);
        }
    }

    /** Milliseconds until something may expire: 0 for now, {@link Long#MAX_VALUE} for never. */
    public long delayMillis(long nowMillis) {
        return count == 0 ? Long.MAX_VALUE : Math.max(0, earliestMillis - nowMillis);
    }

    /** Expires everything that is due. */
    public void advance(long nowMillis) {
        long nowTick = tick(nowMillis);
        long turns = Math.min(nowTick - currentTick, SLOTS - 1);
        currentTick = nowTick;
        if (nowMillis < earliestMillis) {
            return;
        }
        for (long t = nowTick - turns; t <= nowTick; t++) {
            expire((int) t & SLOTS - 1, nowMillis);
        }
        earliestMillis = earliest();
    }

    private void expire(int slot, long nowMillis) {
        for (Deadline deadline = slots[slot]; deadline != null; ) {
            Deadline next = deadline.next;
            if (deadline.atMillis <= nowMillis) {
                cancel(deadline);
                deadline.expired();
                if (next != null && next.slot != slot) {
                    next = slots[slot]; // expiring cancelled the next one too
                }
            }
            deadline = next;
        }
    }

    private long earliest() {
        long earliest = Long.MAX_VALUE;
        for (Deadline first : slots) {
            for (Deadline deadline = first; deadline != null; deadline = deadline.next) {
                earliest = Math.min(earliest, deadline.atMillis);
            }
        }
        return earliest;
    }

    /** One deadline; in at most one wheel. */
    public abstract static class Deadline {
        private long atMillis;
        private int slot = -1;
        private @Nullable Deadline next;
        private @Nullable Deadline previous;

        /** Its time has come; it is not scheduled any more. */
        protected abstract void expired();
    }
}
