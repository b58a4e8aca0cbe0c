/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.internal.buffer.Chunk;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.buffer.SendItem;

/** Messages that other threads sent on a link and its worker has not taken yet. */
final class ForeignMessages extends AtomicReference<@Nullable SendItem> {
    private static final long serialVersionUID = 1L;

    /** Any thread. */
    void add(SendItem message) {
        SendItem seen;
        do {
            seen = get();
            message.nextMessage = seen;
        } while (!compareAndSet(seen, message));
    }

    /** Owner only: appends every message, oldest first. How many. */
    int moveTo(Outbound outbound) {
        int count = 0;
        for (SendItem message = takeAll(); message != null; count++) {
            SendItem next = message.nextMessage;
            message.nextMessage = null;
            if (message instanceof Chunk copy) {
                outbound.append(copy);
            } else {
                Chunk begin = headOf(message);
                if (begin != null) {
                    outbound.append(begin);
                }
                outbound.appendLent(message);
            }
            message = next;
        }
        return count;
    }

    /**
     * Gives every copy back unsent, and puts what is lent there. How many bytes they are. Owner, or any thread once the
     * worker has ended.
     */
    long drop(ChunkPool pool, Lent.Queue ended) {
        long bytes = 0;
        for (SendItem message = takeAll(); message != null; ) {
            SendItem next = message.nextMessage;
            if (message instanceof Chunk copy) {
                bytes += copy.pendingOfAll();
                pool.giveAll(copy);
            } else {
                Chunk begin = headOf(message);
                if (begin != null) {
                    bytes += begin.pendingOfAll();
                    pool.giveAll(begin);
                }
                bytes += message.charge();
                ended.add(message);
            }
            message = next;
        }
        return bytes;
    }

    private static @Nullable Chunk headOf(SendItem message) {
        return message instanceof FileRegion region ? region.takeHead() : null;
    }

    /** The oldest message, linked to the next by {@link SendItem#nextMessage}. */
    private @Nullable SendItem takeAll() {
        if (get() == null) {
            return null;
        }
        SendItem oldest = null;
        for (SendItem message = getAndSet(null); message != null; ) {
            SendItem next = message.nextMessage;
            message.nextMessage = oldest;
            oldest = message;
            message = next;
        }
        return oldest;
    }
}
