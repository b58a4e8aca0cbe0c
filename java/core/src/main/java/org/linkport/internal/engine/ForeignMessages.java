/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.internal.buffer.Chunk;
import org.linkport.internal.buffer.ChunkPool;

/** Messages that other threads sent on a link and its worker has not taken yet. */
final class ForeignMessages extends AtomicReference<@Nullable Chunk> {
    private static final long serialVersionUID = 1L;

    /** Any thread. */
    void add(Chunk message) {
        Chunk seen;
        do {
            seen = get();
            message.nextMessage = seen;
        } while (!compareAndSet(seen, message));
    }

    /** Owner only: appends every message, oldest first. */
    void moveTo(Outbound outbound) {
        for (Chunk message = takeAll(); message != null; ) {
            Chunk next = message.nextMessage;
            message.nextMessage = null;
            outbound.append(message);
            message = next;
        }
    }

    /** Gives every message back unsent. Owner, or any thread once the worker has ended. */
    void drop(ChunkPool pool) {
        for (Chunk message = takeAll(); message != null; ) {
            Chunk next = message.nextMessage;
            pool.giveAll(message);
            message = next;
        }
    }

    /** The oldest message, linked to the next by {@link Chunk#nextMessage}. */
    private @Nullable Chunk takeAll() {
        if (get() == null) {
            return null;
        }
        Chunk oldest = null;
        for (Chunk message = getAndSet(null); message != null; ) {
            Chunk next = message.nextMessage;
            message.nextMessage = oldest;
            oldest = message;
            message = next;
        }
        return oldest;
    }
}
