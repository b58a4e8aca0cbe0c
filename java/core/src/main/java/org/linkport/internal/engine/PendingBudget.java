/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many more bytes may be pending over a whole Linkport. Workers take them in portions, so that a message touches
 * what all of them share only when its worker's portion is used up; what a worker has of it and does not need is two
 * portions at most. So the limit is never exceeded, and all portions together are the part of it that a send may miss
 * although it is free. Any thread.
 */
final class PendingBudget {
    /** At most so much of the limit lies unused with all workers together, and may so be refused. */
    private static final int UNUSED_SHARE = 8;

    private static final long PORTION_BYTES_MAX = 1 << 20;

    private final AtomicLong free;
    private final long portionBytes;

    private PendingBudget(long maxBytes, int workers) {
        free = new AtomicLong(maxBytes);
        portionBytes = Math.min(PORTION_BYTES_MAX, maxBytes / (2L * UNUSED_SHARE * workers));
    }

    /** @param maxBytes 0 for no limit, which is none */
    static @Nullable PendingBudget of(long maxBytes, int workers) {
        return maxBytes == 0 ? null : new PendingBudget(maxBytes, workers);
    }

    /** Takes that much and a portion more, if there is so much, or as much as there is. 0 if there is less than asked. */
    private long take(long bytes) {
        long seen;
        long taken;
        do {
            seen = free.get();
            if (seen < bytes) {
                return 0;
            }
            taken = Math.min(seen, bytes + portionBytes);
        } while (!free.compareAndSet(seen, seen - taken));
        return taken;
    }

    /** What one worker has of it, for the messages of its links, whoever sends them. Any thread. */
    static final class Share {
        private final PendingBudget budget;
        private final AtomicLong unused = new AtomicLong();

        Share(PendingBudget budget) {
            this.budget = budget;
        }

        /** Takes a message into account, or not. */
        boolean take(long bytes) {
            long seen = unused.get();
            while (seen >= bytes) {
                if (unused.compareAndSet(seen, seen - bytes)) {
                    return true;
                }
                seen = unused.get();
            }
            return takeMore(bytes);
        }

        private boolean takeMore(long bytes) {
            long mine = unused.getAndSet(0);
            long missing = bytes - mine;
            long more = missing <= 0 ? 0 : budget.take(missing);
            boolean enough = mine + more >= bytes;
            give(enough ? mine + more - bytes : mine);
            return enough;
        }

        /** Bytes are not pending any more. */
        void give(long bytes) {
            if (bytes == 0) {
                return;
            }
            long portion = budget.portionBytes;
            for (long now = unused.addAndGet(bytes); now > 2 * portion; now = unused.get()) {
                if (unused.compareAndSet(now, portion)) {
                    budget.free.addAndGet(now - portion);
                }
            }
        }
    }
}
