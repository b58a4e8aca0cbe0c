/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.internal.buffer.Chunk;
import org.linkport.internal.buffer.ChunkCache;

/**
 * The bytes a link still has to hand over, in chunks: {@code [head .. tail]}, of which those before
 * {@code firstUnsubmitted} are with the kernel. Owner only.
 */
public final class Outbound {
    private final ChunkCache chunks;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private @Nullable Chunk firstUnsubmitted;
    private long bytes;
    private long submittedBytes;

    Outbound(ChunkCache chunks) {
        this.chunks = chunks;
    }

    /** Copies a message to the end. */
    void append(ByteBuffer message) {
        bytes += message.remaining();
        while (message.hasRemaining()) {
            Chunk last = tail;
            if (last == null) {
                last = chunks.take(message.remaining());
                addLast(last);
            } else if (last.room() == 0) {
                last = chunks.takeAfter(last, message.remaining());
                addLast(last);
            }
            last.append(message);
            markUnsubmitted(last);
        }
    }

    /** Takes over a message that another thread copied. */
    void append(Chunk message) {
        chunks.adopt(message);
        Chunk last = tail;
        if (last != null && message.next == null && message.pending() <= last.room()) {
            bytes += message.pending();
            last.append(message);
            markUnsubmitted(last);
            chunks.give(message);
            return;
        }
        for (Chunk chunk = message; chunk != null; ) {
            Chunk next = chunk.next;
            chunk.next = null;
            bytes += chunk.pending();
            addLast(chunk);
            markUnsubmitted(chunk);
            chunk = next;
        }
    }

    private void addLast(Chunk chunk) {
        if (tail == null) {
            head = chunk;
        } else {
            tail.next = chunk;
        }
        tail = chunk;
    }

    private void markUnsubmitted(Chunk chunk) {
        if (firstUnsubmitted == null) {
            firstUnsubmitted = chunk;
        }
    }

    /** Bytes not yet handed over. */
    long bytes() {
        return bytes;
    }

    /** Whether nothing is left to hand over. */
    public boolean isEmpty() {
        return head == null;
    }

    /** Whether some bytes were not submitted yet. */
    public boolean hasUnsubmitted() {
        return firstUnsubmitted != null;
    }

    /** Bytes not submitted yet. */
    long unsubmittedBytes() {
        return bytes - submittedBytes;
    }

    /** The next chunk with unsubmitted bytes, which the caller submits, or null. */
    public @Nullable Chunk nextUnsubmitted() {
        Chunk chunk = firstUnsubmitted;
        if (chunk != null) {
            firstUnsubmitted = chunk.next;
            submittedBytes += chunk.unsubmitted();
        }
        return chunk;
    }

    /** Fills {@code gather} with pending bytes from the head on, submits them all, and returns how many are used. */
    public int gather(ByteBuffer[] gather) {
        int used = 0;
        for (Chunk chunk = head; chunk != null && used < gather.length; chunk = chunk.next) {
            gather[used++] = chunk.pendingBytes();
        }
        firstUnsubmitted = null;
        submittedBytes = bytes;
        return used;
    }

    /** Drops the first {@code count} bytes: the kernel has them. */
    void consume(long count) {
        bytes -= count;
        submittedBytes -= count;
        long left = count;
        while (left > 0 && head != null) {
            left -= head.consume(left);
            if (head.pending() == 0) {
                removeHead(head);
            }
        }
    }

    private void removeHead(Chunk chunk) {
        head = chunk.next;
        if (head == null) {
            tail = null;
        }
        chunks.give(chunk);
    }

    /** Gives every chunk back. */
    void clear() {
        chunks.giveAll(head);
        head = null;
        tail = null;
        firstUnsubmitted = null;
        bytes = 0;
        submittedBytes = 0;
    }
}
