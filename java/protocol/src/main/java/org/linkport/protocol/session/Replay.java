/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.linkport.SendResult;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;

/**
 * The sending half of a session: numbers messages, keeps them until they are acknowledged, and passes them to the link
 * there is, in order and no faster than it takes them. Any thread; sends to the link are made under the lock, and nothing
 * of the program is called there.
 */
final class Replay {
    private static final int ENTRY_BYTES = 64;
    private static final int FIRST_PLACES = 16;
    private static final int RETRY_MILLIS = 20;

    private final SessionOptions options;
    private final LongSupplier received;
    private final ByteBuffer head = ByteBuffer.allocate(SessionWire.DATA_HEAD_BYTES);

    /* all under the lock; the kept messages are numbered from first on */
    private byte[][] ring = new byte[FIRST_PLACES][];
    private int at;
    private int count;
    private long bytes;
    private long first = 1;
    private long acknowledged;
    private long sent;
    private long everSent;
    private @Nullable FramedLink link;
    private boolean linkIsFull;
    private boolean wantsRoom;
    private boolean shut;

    /** @param received the number up to which the peer's messages were handled, which goes with each of ours */
    Replay(SessionOptions options, LongSupplier received) {
        this.options = options;
        this.received = received;
    }

    /** Copies a message, keeps and sends it. */
    synchronized SendResult send(ByteBuffer front, ByteBuffer body) {
        int size = Math.addExact(front.remaining(), body.remaining());
        if (size > options.maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    "the message has " + size + " bytes and may have at most " + options.maxPayloadBytes());
        }
        if (shut || !makeRoom(size)) {
            return SendResult.REJECTED;
        }
        byte[] message = new byte[size];
        int frontBytes = front.remaining();
        front.get(message, 0, frontBytes);
        body.get(message, frontBytes, size - frontBytes);
        add(message);
        pump();
        if (bytes <= options.maxReplayBytes() / 2) {
            return SendResult.QUEUED;
        }
        wantsRoom = true;
        return SendResult.CONGESTED;
    }

    private boolean makeRoom(int size) {
        int needed = size + ENTRY_BYTES;
        if (options.overflow() == SessionOptions.Overflow.REJECT || needed > options.maxReplayBytes()) {
            wantsRoom |= bytes + needed > options.maxReplayBytes();
            return bytes + needed <= options.maxReplayBytes();
        }
        while (bytes + needed > options.maxReplayBytes()) {
            dropFirst();
        }
        return true;
    }

    private void add(byte[] message) {
        if (count == ring.length) {
            byte[][] larger = new byte[2 * count][];
            for (int i = 0; i < count; i++) {
                larger[i] = ring[(at + i) % count];
            }
            ring = larger;
            at = 0;
        }
        ring[(at + count) % ring.length] = message;
        count++;
        bytes += message.length + ENTRY_BYTES;
    }

    @SuppressWarnings("NullAway") // a place that is free
    private void dropFirst() {
        bytes -= ring[at].length + ENTRY_BYTES;
        ring[at] = null;
        at = (at + 1) % ring.length;
        count--;
        first++;
    }

    private long last() {
        return first + count - 1;
    }

    /** Passes on what the link has not had. Under the lock. */
    private void pump() {
        FramedLink to = link;
        while (to != null && !linkIsFull && sent < last()) {
            if (sent + 1 < first) {
                passed(to, to.send(SessionWire.gap(sent + 1, first - 1)), first - 1);
            } else {
                byte[] message = ring[(int) ((at + (sent + 1 - first)) % ring.length)];
                ByteBuffer front = SessionWire.data(head, sent + 1, received.getAsLong());
                passed(to, to.send(front, ByteBuffer.wrap(message)), sent + 1);
            }
        }
    }

    /** A link that is congested says when it is no more; one that has closed will be followed by another. */
    private void passed(FramedLink to, SendResult result, long upTo) {
        linkIsFull = result != SendResult.QUEUED;
        if (result.isAccepted()) {
            sent = upTo;
            everSent = Math.max(everSent, sent);
        } else if (to.isOpen()) {
            to.schedule(RETRY_MILLIS, () -> linkWritable(to)); // it may never have been congested
        }
    }

    /** A link takes more; nothing happens if it is not ours any more. */
    synchronized void linkWritable(FramedLink from) {
        if (link == from) {
            linkIsFull = false;
            pump();
        }
    }

    /**
     * There is a link, and its peer has received so much. Nothing is sent before {@link #linkWritable}.
     *
     * @throws FrameException if it was never sent so much
     */
    synchronized void linked(FramedLink newLink, long peerReceived) {
        checkSent(peerReceived);
        link = newLink;
        linkIsFull = true;
        sent = Math.max(acknowledged, peerReceived);
    }

    synchronized void unlinked() {
        link = null;
    }

    private void checkSent(long number) {
        if (number < 0 || number > everSent) {
            throw new FrameException(
                    FrameFault.OUT_OF_ORDER, "message " + number + " is acknowledged, and " + everSent + " was sent");
        }
    }

    /**
     * The peer has everything up to a number.
     *
     * @return whether there is room again that was wanted
     * @throws FrameException if it was never sent so much
     */
    synchronized boolean acknowledged(long number) {
        checkSent(number);
        acknowledged = Math.max(acknowledged, number);
        while (count > 0 && first <= acknowledged) {
            dropFirst();
        }
        if (count == 0) {
            first = Math.max(first, acknowledged + 1);
        }
        boolean hasRoom = wantsRoom && bytes <= options.maxReplayBytes() / 4;
        wantsRoom &= !hasRoom;
        return hasRoom;
    }

    /** Accepts nothing from here on. */
    synchronized void shut() {
        shut = true;
    }

    /** The highest number used, if all of it is acknowledged and nothing more comes; else -1. */
    synchronized long lastIfDone() {
        return shut && acknowledged == last() ? acknowledged : -1;
    }

    /** Messages of which it is not known whether they have come. */
    synchronized long unacknowledged() {
        return last() - acknowledged;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Begins anew with a peer that knows nothing; what was never sent is kept. How many messages are in doubt. */
    synchronized long restart() {
        long inDoubt = everSent - acknowledged;
        while (count > 0 && first <= everSent) {
            dropFirst();
        }
        inDoubt += Math.max(0, first - 1 - everSent); // dropped for want of room, and never sent
        first = 1;
        acknowledged = 0;
        sent = 0;
        everSent = 0;
        link = null;
        return inDoubt;
    }

    /** It has ended: keeps nothing. */
    synchronized void end() {
        shut = true;
        link = null;
        ring = new byte[1][];
        count = 0;
        bytes = 0;
    }

    @Override
    public String toString() {
        return "Replay[" + Objects.toString(link) + "]";
    }
}
