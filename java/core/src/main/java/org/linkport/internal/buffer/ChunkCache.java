/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A worker's own few chunks in front of the {@link ChunkPool}: no atomic operation while it has one. Owner only. */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the class
public final class ChunkCache {
    private static final int KEPT = 64;
    private static final VarHandle OUT;

    static {
        try {
            OUT = MethodHandles.lookup().findVarHandle(ChunkCache.class, "out", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChunkPool pool;
    private final Chunk[][] kept;
    private final int[] count;
    private long out;

    /** A cache in front of {@code pool}. */
    public ChunkCache(ChunkPool pool) {
        this.pool = pool;
        int classes = SizeClass.values().length;
        this.kept = new Chunk[classes][KEPT];
        this.count = new int[classes];
    }

    /** A chunk for the first bytes of a queue. See {@link ChunkPool#take}. */
    public Chunk take(int bytes) {
        return take(SizeClass.holding(bytes));
    }

    /** A chunk that follows {@code tail} in a queue: the queue has grown, so it is of the next size. */
    public Chunk takeAfter(Chunk tail, int bytes) {
        SizeClass larger = tail.sizeClass.larger();
        SizeClass holding = SizeClass.holding(bytes);
        return take(larger.compareTo(holding) >= 0 ? larger : holding);
    }

    private Chunk take(SizeClass sizeClass) {
        int c = sizeClass.ordinal();
        Chunk chunk = count[c] > 0 ? kept[c][--count[c]] : pool.free(sizeClass).pop();
        OUT.setOpaque(this, out + 1);
        return chunk;
    }

    /** Takes back a chunk, whoever took it from the pool. */
    public void give(Chunk chunk) {
        int c = chunk.sizeClass.ordinal();
        chunk.clear();
        if (count[c] < KEPT) {
            kept[c][count[c]++] = chunk;
        } else {
            pool.free(chunk.sizeClass).push(chunk);
        }
        OUT.setOpaque(this, out - 1);
    }

    /** Takes over the count of a list that another thread took from the pool; its bytes stay. */
    public void adopt(Chunk first) {
        int chunks = 0;
        for (Chunk chunk = first; chunk != null; chunk = chunk.nextChunk()) {
            chunks++;
        }
        pool.cached(chunks);
        OUT.setOpaque(this, out + chunks);
    }

    /** Gives everything kept back to the pool. */
    public void drain() {
        for (int c = 0; c < count.length; c++) {
            while (count[c] > 0) {
                Chunk chunk = kept[c][--count[c]];
                pool.free(chunk.sizeClass).push(chunk);
            }
        }
    }

    /** Chunks this worker has taken and not given back. Any thread. */
    public long out() {
        return (long) OUT.getOpaque(this);
    }
}
