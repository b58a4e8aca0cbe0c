/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Bytes that a link accepted and has not handed over, against its water marks and its hard limit. Any thread adds, the
 * link's worker takes away. The sign bit says that nothing is accepted any more.
 */
final class PendingBytes extends AtomicLong {
    private static final long serialVersionUID = 1L;
    private static final long SHUT = Long.MIN_VALUE;

    private final transient SendOptions options;
    private volatile boolean congested;

    PendingBytes(SendOptions options) {
        this.options = options;
    }

    /** Takes a message into account, or not. Any thread, before it queues the message. */
    SendResult admit(int size) {
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

    /** An admitted message could not be queued. Any thread. */
    void withdraw(int size) {
        getAndAdd(-size);
    }

    /** The kernel has that many bytes. Owner only. True if that ended a congestion: {@code onWritable} is due. */
    boolean handedOver(long count) {
        getAndAdd(-count);
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
