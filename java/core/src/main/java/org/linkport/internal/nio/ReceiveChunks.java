/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.Retained;
import org.linkport.internal.engine.KeptMemory;

/**
 * The read chunk of a worker, lent to one callback after another. A callback may keep it; another one takes its place,
 * up to a limit, and at the limit reading waits until one comes back.
 */
final class ReceiveChunks {
    private final int chunkBytes;
    private final int limit;
    private final Runnable onReturn;
    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private int made;
    private @Nullable ByteBuffer current;

    ReceiveChunks(int chunkBytes, int limit, Runnable onReturn) {
        this.chunkBytes = chunkBytes;
        this.limit = limit;
        this.onReturn = onReturn;
    }

    /** The chunk to read into, empty, or null while all are kept. Owner only. */
    @Nullable
    ByteBuffer current() {
        if (current == null) {
            current = free.poll();
        }
        if (current == null && made < limit) {
            current = ByteBuffer.allocateDirect(chunkBytes);
            made++;
        }
        return current == null ? null : current.clear();
    }

    /** The current chunk is not lent again until the result is closed. Owner only. */
    Retained keep(ByteBuffer view) {
        ByteBuffer chunk = current;
        if (chunk == null) {
            throw new IllegalStateException("no chunk is lent");
        }
        current = null;
        kept.getAndIncrement();
        return new KeptMemory(view, () -> giveBack(chunk));
    }

    int kept() {
        return kept.get();
    }

    private void giveBack(ByteBuffer chunk) {
        free.add(chunk);
        kept.getAndDecrement();
        onReturn.run();
    }
}
