/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.internal.buffer.Chunk;
import org.linkport.internal.buffer.ChunkCache;
import org.linkport.internal.buffer.MemoryItem;
import org.linkport.internal.buffer.SendItem;

/**
 * The bytes a link still has to hand over, in items: {@code [head .. tail]}, of which those before
 * {@code firstUnsubmitted} are with the kernel. What it counts are their {@linkplain SendItem#charge charges}. Owner only.
 */
public final class Outbound {
    /** Of the memory that is taken before it is needed. */
    private static final int USUAL_BYTES_MAX = 4 << 10;

    private final ChunkCache chunks;
    private final Lent.Queue ended;
    private @Nullable SendItem head;
    private @Nullable SendItem tail;
    private @Nullable SendItem firstUnsubmitted;
    private long bytes;
    private long submittedBytes;

    /* so that what usually leaves together lies together */
    private long bytesSinceEmpty;
    private int usualBytes;

    /** @param ended where lent memory goes that the kernel does not need any more */
    Outbound(ChunkCache chunks, Lent.Queue ended) {
        this.chunks = chunks;
        this.ended = ended;
    }

    /** Copies a message to the end. All of it counts, even if memory runs out half way. */
    void append(ByteBuffer message) {
        bytes += message.remaining();
        copy(message);
    }

    /** Copies a message of two parts to the end, as {@link #append(ByteBuffer)} does. */
    void append(ByteBuffer head, ByteBuffer body) {
        bytes += (long) head.remaining() + body.remaining();
        copy(head);
        copy(body);
    }

    private void copy(ByteBuffer message) {
        bytesSinceEmpty += message.remaining();
        while (message.hasRemaining()) {
            Chunk last = chunkWithRoom(message.remaining());
            last.append(message);
            markUnsubmitted(last);
        }
    }

    private Chunk chunkWithRoom(int bytes) {
        if (tail instanceof Chunk last && last.room() > 0) {
            return last;
        }
        Chunk added =
                tail instanceof Chunk last ? chunks.takeAfter(last, bytes) : chunks.take(Math.max(bytes, usualBytes));
        addLast(added);
        return added;
    }

    /** Takes over a message that another thread copied. */
    void append(Chunk message) {
        chunks.adopt(message);
        if (tail instanceof Chunk last && message.next == null && message.size() <= last.room()) {
            bytes += message.size();
            last.append(message);
            markUnsubmitted(last);
            chunks.give(message);
            return;
        }
        for (Chunk chunk = message; chunk != null; ) {
            Chunk next = chunk.nextChunk();
            chunk.next = null;
            bytes += chunk.pending();
            addLast(chunk);
            markUnsubmitted(chunk);
            chunk = next;
        }
    }

    /** Puts what is {@link Lent} at the end. */
    void appendLent(SendItem message) {
        if (head == null && message.pending() == 0) {
            ((Lent) message).handedOver(); // nobody would ever tell that no bytes have left
            ended.add(message);
            return;
        }
        bytes += message.charge();
        addLast(message);
        markUnsubmitted(message);
    }

    private void addLast(SendItem item) {
        if (tail == null) {
            head = item;
        } else {
            tail.next = item;
        }
        tail = item;
    }

    private void markUnsubmitted(SendItem item) {
        if (firstUnsubmitted == null) {
            firstUnsubmitted = item;
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

    /** The next item with unsubmitted bytes, which the caller submits, or null. */
    public @Nullable SendItem nextUnsubmitted() {
        SendItem item = firstUnsubmitted;
        if (item != null) {
            firstUnsubmitted = item.next;
            submittedBytes += item.unsubmittedCharge();
        }
        return item;
    }

    /** The item that is next to leave if it is bytes of a file, else null. */
    public @Nullable FileRegion regionAtHead() {
        return head instanceof FileRegion region ? region : null;
    }

    /**
     * Fills {@code gather} with pending bytes from the head on, as far as they are in memory, and returns how many are
     * used. Whatever there is counts as submitted: the caller hands it over, in turn.
     */
    public int gather(ByteBuffer[] gather) {
        int used = 0;
        for (SendItem item = head; item instanceof MemoryItem memory && used < gather.length; item = item.next) {
            gather[used++] = memory.pendingBytes();
        }
        firstUnsubmitted = null;
        submittedBytes = bytes;
        return used;
    }

    /** Drops the first {@code count} bytes: the kernel has them. By how much that makes {@link #bytes} less. */
    long consume(long count) {
        long before = bytes;
        long left = count;
        for (SendItem item = head; item != null && (left > 0 || item.pending() == 0); item = head) {
            long charge = item.charge();
            left -= item.consume(left);
            bytes -= charge - item.charge();
            if (item.pending() == 0) {
                handedOver(item);
            }
        }
        submittedBytes -= before - bytes;
        return before - bytes;
    }

    private void handedOver(SendItem item) {
        if (item instanceof Lent lent) {
            lent.handedOver();
        }
        removeHead(item);
    }

    private void removeHead(SendItem item) {
        head = item.next;
        if (head == null) {
            tail = null;
            usualBytes = (int) Math.min(bytesSinceEmpty, USUAL_BYTES_MAX);
            bytesSinceEmpty = 0;
        }
        if (firstUnsubmitted == item) {
            firstUnsubmitted = item.next; // it holds no bytes, so nobody submitted it
        }
        if (item instanceof Chunk chunk) {
            chunks.give(chunk);
        } else {
            ended.add(item);
        }
    }

    /** Gives everything back, unsent. How many bytes it was. */
    long clear() {
        long dropped = bytes;
        while (head != null) {
            removeHead(head);
        }
        firstUnsubmitted = null;
        bytes = 0;
        submittedBytes = 0;
        return dropped;
    }
}
