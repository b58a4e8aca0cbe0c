/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-size piece of direct memory that holds bytes to send: {@code consumed <= submitted <= written <= capacity}.
 * Has one owner at a time; whoever takes it from a {@link ChunkPool} gives it back or passes it on.
 */
public final class Chunk {
    /** The next chunk of whatever queue this one is in. */
    public @Nullable Chunk next;

    /** The first chunk of the next message, while messages wait for their link's worker. */
    public @Nullable Chunk nextMessage;

    final SizeClass sizeClass;
    final int index;
    int nextFree;

    private final ByteBuffer buffer;
    private final long address;
    private int written;
    private int submitted;
    private int consumed;

    Chunk(SizeClass sizeClass, int index, ByteBuffer buffer, long address) {
        this.sizeClass = sizeClass;
        this.index = index;
        this.buffer = buffer;
        this.address = address;
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
        int count = other.written - other.consumed;
        whole().put(written, other.whole(), other.consumed, count);
        written += count;
    }

    /** Absolute access is checked against the limit, which {@link #pendingBytes} may have left anywhere. */
    private ByteBuffer whole() {
        return buffer.clear();
    }

    /** Bytes that can still be appended. */
    public int room() {
        return buffer.capacity() - written;
    }

    /** Bytes appended and not yet consumed. */
    public int pending() {
        return written - consumed;
    }

    /** Bytes appended and not yet given to {@link #submit}. */
    public int unsubmitted() {
        return written - submitted;
    }

    /** Native address of the first byte not yet submitted. */
    public long unsubmittedAddress() {
        return address + submitted;
    }

    /** Marks everything appended so far as handed to the kernel. */
    public void submit() {
        submitted = written;
    }

    /** The pending bytes, between position and limit of the chunk's own buffer. */
    public ByteBuffer pendingBytes() {
        return whole().limit(written).position(consumed);
    }

    /** The pending bytes for a program to read, between position and limit, in big-endian order. */
    public ByteBuffer lend() {
        return pendingBytes().order(ByteOrder.BIG_ENDIAN);
    }

    /** What {@link #lend} gave, as the program left it. */
    public ByteBuffer lent() {
        return buffer;
    }

    /** Takes up to {@code count} pending bytes away and returns how many. */
    public int consume(long count) {
        int taken = (int) Math.min(count, written - consumed);
        consumed += taken;
        return taken;
    }

    /** Largest number of bytes it can hold. */
    public int capacity() {
        return buffer.capacity();
    }

    void clear() {
        next = null;
        nextMessage = null;
        written = 0;
        submitted = 0;
        consumed = 0;
    }
}
