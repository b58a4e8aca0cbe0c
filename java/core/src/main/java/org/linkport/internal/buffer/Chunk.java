/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-size piece of direct memory that copies of bytes to send are collected in. Whoever takes it from a
 * {@link ChunkPool} gives it back or passes it on.
 */
public final class Chunk extends MemoryItem {
    final SizeClass sizeClass;
    final int index;
    int nextFree;

    Chunk(SizeClass sizeClass, int index, ByteBuffer buffer, long address) {
        super(buffer, address, 0, 0);
        this.sizeClass = sizeClass;
        this.index = index;
    }

    /** Copies as much of {@code source} as fits, advances its position and returns the number of bytes. */
    public int append(ByteBuffer source) {
        int count = Math.min(source.remaining(), room());
        whole().put(written, source, source.position(), count);
        source.position(source.position() + count);
        written += count;
        return count;
    }

    /** Copies everything that {@code other} holds; it must fit into {@link #room}. */
    public void append(Chunk other) {
        int count = other.size();
        whole().put(written, other.whole(), other.consumed(), count);
        written += count;
    }

    /** Absolute access is checked against the limit, which {@link #pendingBytes} may have left anywhere. */
    private ByteBuffer whole() {
        return buffer.clear();
    }

    @Override
    public int room() {
        return buffer.capacity() - written;
    }

    /** The pending bytes for a program to read, between position and limit, in big-endian order. */
    public ByteBuffer lend() {
        return pendingBytes().order(ByteOrder.BIG_ENDIAN);
    }

    /** What {@link #lend} gave, as the program left it. */
    public ByteBuffer lent() {
        return buffer;
    }

    /** Largest number of bytes it can hold. */
    public int capacity() {
        return buffer.capacity();
    }

    /** What it and the chunks after it hold, in a list that holds nothing but chunks. */
    public long pendingOfAll() {
        long bytes = 0;
        for (Chunk chunk = this; chunk != null; chunk = chunk.nextChunk()) {
            bytes += chunk.pending();
        }
        return bytes;
    }

    /** The next chunk of a list that holds nothing but chunks. */
    public @Nullable Chunk nextChunk() {
        return (Chunk) next;
    }
}
