/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Free chunks of one size: a stack for any thread. Its top is a chunk's number and a tag in one word, so that a chunk
 * that was taken and given back meanwhile is noticed.
 */
final class FreeChunks {
    private static final long TAG_STEP = 1L << 32;

    private final SizeClass sizeClass;
    private final ToLongFunction<ByteBuffer> addressOf;
    private final AtomicLong top = new AtomicLong();
    private volatile Chunk[] all = new Chunk[0];

    FreeChunks(SizeClass sizeClass, ToLongFunction<ByteBuffer> addressOf) {
        this.sizeClass = sizeClass;
        this.addressOf = addressOf;
    }

    Chunk pop() {
        while (true) {
            long seen = top.get();
            int number = (int) seen;
            if (number == 0) {
                grow();
                continue;
            }
            Chunk chunk = all[number - 1];
            if (top.compareAndSet(seen, tagged(seen, chunk.nextFree))) {
                return chunk;
            }
        }
    }

    void push(Chunk chunk) {
        long seen;
        do {
            seen = top.get();
            chunk.nextFree = (int) seen;
        } while (!top.compareAndSet(seen, tagged(seen, chunk.index + 1)));
    }

    private static long tagged(long seen, int number) {
        return ((seen & -TAG_STEP) + TAG_STEP) | number;
    }

    private synchronized void grow() {
        if ((int) top.get() != 0) {
            return;
        }
        ByteBuffer slab = ByteBuffer.allocateDirect(sizeClass.chunkBytes * sizeClass.slabChunks);
        long address = addressOf.applyAsLong(slab);
        int first = all.length;
        Chunk[] grown = Arrays.copyOf(all, first + sizeClass.slabChunks);
        for (int i = 0; i < sizeClass.slabChunks; i++) {
            int offset = i * sizeClass.chunkBytes;
            grown[first + i] =
                    new Chunk(sizeClass, first + i, slab.slice(offset, sizeClass.chunkBytes), address + offset);
        }
        all = grown;
        for (int i = first; i < grown.length; i++) {
            push(grown[i]);
        }
    }
}
