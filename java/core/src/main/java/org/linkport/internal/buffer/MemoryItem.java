/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;

/** Direct memory that holds bytes to send: {@code consumed <= submitted <= written <= capacity}. Has one owner at a time. */
public abstract class MemoryItem extends SendItem {
    /** Used by absolute access only, between whatever position and limit {@link #pendingBytes} left. */
    final ByteBuffer buffer;

    private final long address;
    int written;
    private int submitted;
    private int consumed;

    /**
     * @param buffer all of it, from 0 to its capacity
     * @param address native address of its first byte, or 0 where no native code reads it
     * @param from the first byte it holds already
     * @param to behind the last byte it holds already
     */
    protected MemoryItem(ByteBuffer buffer, long address, int from, int to) {
        this.buffer = buffer;
        this.address = address;
        this.consumed = from;
        this.submitted = from;
        this.written = to;
    }

    /** Bytes that can still be appended. */
    public abstract int room();

    @Override
    public final long pending() {
        return size();
    }

    /** What it holds takes as much memory as there are bytes. */
    @Override
    public final long charge() {
        return size();
    }

    /** {@link #pending} as a size in memory. */
    public final int size() {
        return written - consumed;
    }

    /** Bytes it holds and that were not given to {@link #submit}. */
    public final int unsubmitted() {
        return written - submitted;
    }

    @Override
    public final long unsubmittedCharge() {
        return unsubmitted();
    }

    /** Native address of the first byte not yet submitted. */
    public final long unsubmittedAddress() {
        return address + submitted;
    }

    @Override
    public final void submit() {
        submitted = written;
    }

    /** The pending bytes, between position and limit of its own buffer. */
    public final ByteBuffer pendingBytes() {
        return buffer.clear().limit(written).position(consumed);
    }

    @Override
    public final long consume(long count) {
        int taken = (int) Math.min(count, written - consumed);
        consumed += taken;
        return taken;
    }

    final int consumed() {
        return consumed;
    }

    final void clear() {
        next = null;
        nextMessage = null;
        written = 0;
        submitted = 0;
        consumed = 0;
    }
}
