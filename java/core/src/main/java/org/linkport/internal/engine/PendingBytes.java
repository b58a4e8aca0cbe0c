/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Bytes that a link accepted and has not handed over, against its water marks, its hard limit and what is left for all
 * links. Any thread adds, and whoever ends a message takes away: its worker, as a rule. The sign bit says that nothing is
 * accepted any more.
 *
 * <p>The link's worker takes a portion below the high-water mark with its second message of a step, so that the next ones
 * cost no atomic operation; it gives back what is left with the bytes that are handed over, or after the step. Until then
 * marks and limit may be met by other threads that much too early.
 */
final class PendingBytes extends AtomicLong {
    private static final long serialVersionUID = 1L;
    private static final long SHUT = Long.MIN_VALUE;
    private static final int PORTION_BYTES = 4 << 10;
    private static final VarHandle UNUSED;

    static {
        try {
            UNUSED = MethodHandles.lookup().findVarHandle(PendingBytes.class, "unused", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final transient SendOptions options;
    private final transient PendingBudget.@Nullable Share share;
    private volatile boolean congested;

    /** Of the worker's portion, which is counted as pending already. Written by the owner. */
    private long unused;

    private boolean sendsAgain; // owner only

    /** @param share for the links of one worker, or null where there is no limit but that of the link */
    PendingBytes(SendOptions options, PendingBudget.@Nullable Share share) {
        this.options = options;
        this.share = share;
    }

    /** Takes a message into account, or not. Any thread, before it queues the message. */
    SendResult admit(int size) {
        if (isShut() || (share != null && !share.take(size))) {
            return SendResult.REJECTED;
        }
        SendResult result = admitHere(size);
        if (share != null && !result.isAccepted()) {
            share.give(size);
        }
        return result;
    }

    /** As {@link #admit}, from the portion if there is one. Owner only. */
    SendResult admitOwn(int size) {
        long now = get();
        // What others have had admitted since may be above the mark, and what shuts comes from anywhere.
        if (size <= unused && now >= 0 && now <= options.highWaterBytes()) {
            UNUSED.setOpaque(this, unused - size);
            return SendResult.QUEUED;
        }
        boolean wantsPortion = sendsAgain && share == null && size < PORTION_BYTES;
        giveBack();
        sendsAgain = true;
        return wantsPortion && takesPortion(size) ? SendResult.QUEUED : admit(size);
    }

    private boolean takesPortion(int size) {
        long before = get();
        long after = before + size + PORTION_BYTES;
        if (before < 0 || after > options.highWaterBytes() || !compareAndSet(before, after)) {
            return false;
        }
        UNUSED.setOpaque(this, (long) PORTION_BYTES);
        return true;
    }

    /** Gives back what is left of the portion: the step is over. Owner only. */
    void giveBack() {
        long left = takeUnused();
        if (left > 0) {
            getAndAdd(-left);
        }
    }

    private long takeUnused() {
        long left = unused;
        UNUSED.setOpaque(this, 0L);
        sendsAgain = false;
        return left;
    }

    private SendResult admitHere(int size) {
        long before;
        do {
            before = get();
            if (before < 0 || before + size > options.maxPendingBytes()) {
                return SendResult.REJECTED;
            }
        } while (!compareAndSet(before, before + size));
        if (before + size <= options.highWaterBytes()) {
            return SendResult.QUEUED;
        }
        if (size > 0) {
            congested = true;
        }
        return SendResult.CONGESTED;
    }

    /** Admitted bytes were not queued, or are dropped. Any thread. */
    void withdraw(long count) {
        getAndAdd(-count);
        if (share != null) {
            share.give(count);
        }
    }

    /** The kernel has that many bytes. Owner only. True if that ended a congestion: {@code onWritable} is due. */
    boolean handedOver(long count) {
        getAndAdd(-count - takeUnused());
        if (share != null) {
            share.give(count);
        }
        if (!congested || bytes() > options.lowWaterBytes()) {
            return false;
        }
        congested = false;
        if (bytes() > options.lowWaterBytes()) {
            // Another thread was told CONGESTED meanwhile, perhaps before the line above: it waits for the next time.
            congested = true;
            return false;
        }
        return true;
    }

    /** Admits nothing from here on. */
    void shut() {
        getAndUpdate(value -> value | SHUT);
    }

    /** Whether nothing is admitted any more, so that no rejection tells of an overflow. */
    boolean isShut() {
        return get() < 0;
    }

    long bytes() {
        long counted = get() & ~SHUT;
        return Math.max(0, counted - (long) UNUSED.getOpaque(this));
    }
}
