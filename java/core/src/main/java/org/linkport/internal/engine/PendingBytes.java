/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Bytes that a link accepted and has not handed over, against its water marks, its hard limit and what is left for all
 * links. Any thread adds, and whoever ends a message takes away: its worker, as a rule. The sign bit says that nothing is
 * accepted any more.
 */
final class PendingBytes extends AtomicLong {
    private static final long serialVersionUID = 1L;
    private static final long SHUT = Long.MIN_VALUE;

    private final transient SendOptions options;
    private final transient PendingBudget.@Nullable Share share;
    private volatile boolean congested;

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
        withdraw(count);
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
        return get() & ~SHUT;
    }
}
