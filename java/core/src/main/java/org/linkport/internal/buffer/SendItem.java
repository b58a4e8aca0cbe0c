/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory that holds bytes to send, in a queue of such: {@code consumed <= submitted <= written <= capacity}. Has
 * one owner at a time.
 */
public abstract class SendItem {
    /** The next item of whatever queue this one is in. */
    public @Nullable SendItem next;

    /** The first item of the next message, while messages wait for their link's worker. */
    public @Nullable SendItem nextMessage;

    /** Used by absolute access only, between whatever position and limit {@link #pendingBytes} left. */
    final ByteBuffer buffer;

    private final long address;
    int written;
    private int submitted;
    private int consumed;

    /**
     * @param buffer all of it, from 0 to its capacity
     * @param address native address of its first byte, or 0 where no native code reads it
     * @param written bytes it holds already
     */
    protected SendItem(ByteBuffer buffer, long address, int written) {
        this.buffer = buffer;
        this.address = address;
        this.written = written;
    }

    /** Bytes that can still be appended. */
    public abstract int room();

    /** Bytes it holds and that were not consumed. */
    public final int pending() {
        return written - consumed;
    }

    /** Bytes it holds and that were not given to {@link #submit}. */
    public final int unsubmitted() {
        return written - submitted;
    }

    /** Native address of the first byte not yet submitted. */
    public final long unsubmittedAddress() {
        return address + submitted;
    }

    /** Marks everything it holds so far as handed to the kernel. */
    public final void submit() {
        submitted = written;
    }

    /** The pending bytes, between position and limit of its own buffer. */
    public final ByteBuffer pendingBytes() {
        return buffer.clear().limit(written).position(consumed);
    }

    /** Takes up to {@code count} pending bytes away and returns how many. */
    public final int consume(long count) {
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
