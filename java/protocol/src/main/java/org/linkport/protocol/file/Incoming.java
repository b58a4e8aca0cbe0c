/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import org.linkport.SendResult;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;

/**
 * The bytes of one file that come over one link. The peer may send as many as fit a ring of fixed size; what the work on
 * the file has taken out of it is new credit.
 */
final class Incoming {
    /** Out of the ring at once, so that credit goes back before all of it is empty. */
    private static final int APPEND_BYTES = 128 << 10;

    private static final long REFUSED_MILLIS = 10;

    private final FramedLink link;
    private final long handle;
    private final FileLane lane;
    private final Throttle throttle;
    private final Events events;
    private final byte[] ring;
    private final long end;

    /* where the link's callbacks run */
    private long received;

    /* in the lane */
    private long appended;

    /* under the lock */
    private long granted;
    private long ready;
    private boolean draining;
    private boolean closed;

    /** What becomes of the bytes; in the lane. */
    interface Events {
        /**
         * The next bytes.
         *
         * @throws FileException if they cannot be kept
         */
        void append(ByteBuffer bytes);

        /** All have been appended. */
        default void complete() {}

        /** Some could not be kept; no more follow. */
        void failed(FileException failure);
    }

    Incoming(
            FramedLink link,
            long handle,
            FileLane lane,
            Throttle throttle,
            Events events,
            long start,
            long end,
            int windowBytes) {
        this.link = link;
        this.handle = handle;
        this.lane = lane;
        this.throttle = throttle;
        this.events = events;
        this.end = end;
        this.ring = new byte[(int) Math.max(1, Math.min(windowBytes, end - start))];
        this.received = start;
        this.ready = start;
        this.appended = start;
        this.granted = start;
    }

    /** Lets the peer begin. Any thread, once. */
    void start() {
        if (appended == end) {
            lane.execute(events::complete);
        } else {
            grant(appended);
        }
    }

    /** Bytes have come. Where the link's callbacks run. */
    void data(long offset, ByteBuffer payload) {
        int count = payload.remaining();
        synchronized (this) {
            if (offset != received || count == 0) {
                throw new FrameException(FrameFault.OUT_OF_ORDER, "bytes from " + offset + " and not " + received);
            } else if (count > granted - offset) {
                throw new FrameException(FrameFault.INCONSISTENT, "bytes beyond the credit of " + granted);
            } else if (closed) {
                received += count;
                return;
            }
        }
        put(payload);
        boolean first;
        synchronized (this) {
            ready = received;
            first = !draining;
            draining = true;
        }
        if (first) {
            lane.execute(this::drain);
        }
    }

    private void put(ByteBuffer payload) {
        while (payload.hasRemaining()) {
            int at = (int) (received % ring.length);
            int count = Math.min(payload.remaining(), ring.length - at);
            payload.get(ring, at, count);
            received += count;
        }
    }

    private void drain() {
        for (long until = toDrain(); until > appended; until = toDrain()) {
            int at = (int) (appended % ring.length);
            int count = (int) Math.min(Math.min(until - appended, ring.length - at), APPEND_BYTES);
            try {
                events.append(ByteBuffer.wrap(ring, at, count));
            } catch (RuntimeException e) {
                close();
                events.failed(FileException.of(e));
                return;
            }
            appended += count;
            moved(count);
        }
    }

    private synchronized long toDrain() {
        boolean more = !closed && ready > appended;
        draining = more;
        return more ? ready : appended;
    }

    private void moved(int count) {
        long waitMillis = throttle.moved(count);
        if (appended == end) {
            events.complete();
        } else if (waitMillis == 0) {
            grant(appended);
        } else {
            long from = appended;
            link.schedule(waitMillis, () -> grant(from));
        }
    }

    /** New credit is told once it is worth a message. */
    private void grant(long from) {
        long limit = Math.min(end, from + ring.length);
        synchronized (this) {
            if (closed || limit <= granted || (limit < end && limit - granted < ring.length / 2)) {
                return;
            }
            granted = limit;
        }
        tell(limit);
    }

    private void tell(long limit) {
        SendResult result = link.send(FileWire.credit(handle, limit));
        if (!result.isAccepted()
                && link.isOpen()) { // it has no room, of which it need not tell; the peer waits for this
            link.schedule(REFUSED_MILLIS, () -> tell(limit));
        }
    }

    /** Nothing more is appended. Any thread. */
    synchronized void close() {
        closed = true;
    }
}
