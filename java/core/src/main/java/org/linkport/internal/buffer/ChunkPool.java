/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The send chunks of one Linkport, for any thread. Grows by slabs while more is asked for than ever before; otherwise
 * neither allocates nor locks.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the class
public final class ChunkPool {
    private final FreeChunks[] free;
    private final AtomicLong out = new AtomicLong();

    /** @param addressOf native address of a direct buffer, or 0 where no native code reads it */
    public ChunkPool(ToLongFunction<ByteBuffer> addressOf) {
        SizeClass[] classes = SizeClass.values();
        free = new FreeChunks[classes.length];
        for (SizeClass sizeClass : classes) {
            free[sizeClass.ordinal()] = new FreeChunks(sizeClass, addressOf);
        }
    }

    /**
     * A chunk for about that many bytes: at least as large, or of the largest size.
     *
     * @throws OutOfMemoryError if direct memory is used up
     */
    public Chunk take(int bytes) {
        Chunk chunk = free[SizeClass.holding(bytes).ordinal()].pop();
        out.getAndIncrement();
        return chunk;
    }

    /** Takes a chunk back. */
    public void give(Chunk chunk) {
        chunk.clear();
        free[chunk.sizeClass.ordinal()].push(chunk);
        out.getAndDecrement();
    }

    /** Takes a list of chunks back. */
    public void giveAll(@Nullable Chunk first) {
        for (Chunk chunk = first; chunk != null; ) {
            Chunk next = chunk.nextChunk();
            give(chunk);
            chunk = next;
        }
    }

    /** Copies a message into a new list of chunks, linked by {@link Chunk#next}; nothing is taken if memory is short. */
    public Chunk copy(ByteBuffer message) {
        int start = message.position();
        Chunk first = take(message.remaining());
        Chunk last = first;
        last.append(message);
        try {
            while (message.hasRemaining()) {
                Chunk more = take(message.remaining());
                last.next = more;
                last = more;
                last.append(message);
            }
            return first;
        } catch (OutOfMemoryError e) {
            giveAll(first);
            message.position(start);
            throw e;
        }
    }

    /** Copies the two parts of a message as {@link #copy(ByteBuffer)} does one. */
    public Chunk copy(ByteBuffer head, ByteBuffer body) {
        int headStart = head.position();
        int bodyStart = body.position();
        Chunk first = take((int) Math.min(Integer.MAX_VALUE, (long) head.remaining() + body.remaining()));
        try {
            append(append(first, head, body.remaining()), body, 0);
            return first;
        } catch (OutOfMemoryError e) {
            giveAll(first);
            head.position(headStart);
            body.position(bodyStart);
            throw e;
        }
    }

    /** Appends a part to a list of chunks whose last is {@code chunk}, and answers which is the last then. */
    private Chunk append(Chunk chunk, ByteBuffer part, int moreBytes) {
        Chunk last = chunk;
        last.append(part);
        while (part.hasRemaining()) {
            Chunk more = take((int) Math.min(Integer.MAX_VALUE, (long) part.remaining() + moreBytes));
            last.next = more;
            last = more;
            last.append(part);
        }
        return last;
    }

    /** Chunks taken and not given back, those in caches not counted. */
    public long out() {
        return out.get();
    }

    FreeChunks free(SizeClass sizeClass) {
        return free[sizeClass.ordinal()];
    }

    void cached(int count) {
        out.getAndAdd(-count);
    }
}
