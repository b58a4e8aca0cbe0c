/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a link that a program reads from, as from a stream: what arrives waits here, and ordinary blocking code
 * takes it, on any thread, virtual ones included.
 *
 * <pre>{@code
 * Inbound in = new Inbound(64 << 10);
 * Link link = port.connect(address, l -> in).toCompletableFuture().join();
 * link.send(question);
 * ByteBuffer answer = ByteBuffer.allocate(16);
 * if (in.readFully(answer, 5_000)) {
 *     use(answer.flip());
 * }
 * link.close();
 * }</pre>
 *
 * <p>When {@code capacityBytes} wait, the link is paused, and resumed when half of them are read; a peer that sends
 * faster is held back by the network. At most that much waits, and what one receive brings. The link stays open when the
 * peer has ended its side: the program closes it. For one link, whose {@code pause} and {@code resume} are left to this;
 * several threads may read, and each byte goes to one of them.
 */
public final class Inbound implements LinkHandler {
    private static final int FIRST_BYTES = 1 << 10;
    private static final int CAPACITY_MAX = 1 << 30;

    private final int capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /* under the lock: waiting bytes in a ring, from readAt on */
    private byte[] ring = new byte[FIRST_BYTES];
    private int readAt;
    private int waiting;
    private boolean pausedByUs;
    private boolean ended;
    private @Nullable Link link;
    private @Nullable CloseReason closed;
    private int osCode;

    /** @param capacityBytes bytes that may wait; 1 to 2^30 */
    public Inbound(int capacityBytes) {
        OptionCheck.range("capacityBytes", capacityBytes, 1, CAPACITY_MAX);
        this.capacityBytes = capacityBytes;
    }

    /**
     * Reads what has arrived, waiting for the first byte of it.
     *
     * @param timeoutMillis how long to wait, in milliseconds; 0 not at all, negative without limit
     * @return the number of bytes put into {@code into}; 0 if none came in time or there is no room for any; -1 if the
     *     peer has ended its side, or our side closed the link, and everything was read
     * @throws LinkClosedException if the link ended otherwise and everything was read
     * @throws InterruptedException if the thread is interrupted while it waits; nothing is lost
     * @throws IllegalStateException if it would wait on the link's worker, that is for itself
     */
    public int read(ByteBuffer into, long timeoutMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int start = into.position();
            awaitBytes(into, Math.min(1, into.remaining()), timeoutMillis);
            int count = into.position() - start;
            if (count > 0 || !into.hasRemaining() || !isOver()) {
                return count;
            }
            CloseReason reason = closed;
            if (reason != null && reason != CloseReason.LOCAL_CLOSE && reason != CloseReason.PEER_CLOSE) {
                throw new LinkClosedException(reason, osCode);
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fills a buffer.
     *
     * @param timeoutMillis how long it may take, in milliseconds; 0 not at all, negative without limit
     * @return false if the time was over first; what came by then is in the buffer, and one may go on
     * @throws LinkClosedException if the stream or the link ended first, with what came by then in the buffer
     * @throws InterruptedException if the thread is interrupted while it waits; what came by then is in the buffer
     * @throws IllegalStateException if it would wait on the link's worker, that is for itself
     */
    public boolean readFully(ByteBuffer into, long timeoutMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitBytes(into, into.remaining(), timeoutMillis);
            if (into.hasRemaining() && isOver()) {
                throw new LinkClosedException(closed == null ? CloseReason.PEER_CLOSE : closed, osCode);
            }
            return !into.hasRemaining();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait to be read. Any thread. */
    public int available() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void awaitBytes(ByteBuffer into, int count, long timeoutMillis) throws InterruptedException {
        long nanos = timeoutMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int left = count - take(into);
        while (left > 0 && nanos > 0 && !isOver()) {
            checkNotOnWorker();
            nanos = changed.awaitNanos(nanos);
            left -= take(into);
        }
    }

    private void checkNotOnWorker() {
        if (link != null && link.worker().isCurrentThread()) {
            throw new IllegalStateException("a worker that waits for its own link waits for ever: read elsewhere");
        }
    }

    private boolean isOver() {
        return ended || closed != null;
    }

    private int take(ByteBuffer into) {
        int count = Math.min(waiting, into.remaining());
        int upToEnd = Math.min(count, ring.length - readAt);
        into.put(ring, readAt, upToEnd).put(ring, 0, count - upToEnd);
        readAt = (readAt + count) % ring.length;
        waiting -= count;
        if (pausedByUs && waiting <= capacityBytes / 2 && link != null) {
            pausedByUs = false;
            link.resume();
        }
        return count;
    }

    private void put(ByteBuffer data) {
        int count = data.remaining();
        if (waiting + count > ring.length) {
            grow(waiting + count);
        }
        int writeAt = (readAt + waiting) % ring.length;
        int upToEnd = Math.min(count, ring.length - writeAt);
        data.get(ring, writeAt, upToEnd).get(ring, 0, count - upToEnd);
        waiting += count;
    }

    private void grow(int needed) {
        byte[] larger = new byte[Math.max(needed, Math.min(2 * ring.length, capacityBytes))];
        int upToEnd = Math.min(waiting, ring.length - readAt);
        System.arraycopy(ring, readAt, larger, 0, upToEnd);
        System.arraycopy(ring, 0, larger, upToEnd, waiting - upToEnd);
        ring = larger;
        readAt = 0;
    }

    /** Called by the library. */
    @Override
    public void onOpen(Link opened) {
        lock.lock();
        try {
            if (link != null) {
                throw new IllegalStateException("an Inbound is for one link, and this one has " + link);
            }
            link = opened;
        } finally {
            lock.unlock();
        }
    }

    /** Called by the library. */
    @Override
    public void onReceive(Link from, ByteBuffer data) {
        lock.lock();
        try {
            put(data);
            if (waiting >= capacityBytes) {
                pausedByUs = true;
                from.pause();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the library. */
    @Override
    public void onReceiveEnd(Link from) {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the library. */
    @Override
    public void onClose(Link from, CloseReason reason, int code) {
        lock.lock();
        try {
            closed = reason;
            osCode = code;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
