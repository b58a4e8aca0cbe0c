/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;

/** The receiving half of a session: what is next, what came again, what is to be acknowledged. On the owner's thread. */
final class Inbox {
    private static final int ACK_MESSAGES = 32;
    private static final int ACK_BYTES = 64 << 10;
    private static final int ACK_MILLIS = 20;

    private final Session session;
    private final SessionHandler handler;
    private @Nullable FramedLink link;
    private long received;
    private volatile long handled;
    private final AtomicLong duplicates = new AtomicLong();
    private int unacknowledged;
    private long unacknowledgedBytes;
    private boolean acknowledgesLater;

    Inbox(Session session, SessionHandler handler) {
        this.session = session;
        this.handler = handler;
    }

    /** The number up to which everything was handed over. */
    long received() {
        return received;
    }

    /** The number up to which the handler has returned. Any thread. */
    long handled() {
        return handled;
    }

    long duplicates() {
        return duplicates.get();
    }

    /** The peer was told what we have, with the handshake. */
    void linked(FramedLink newLink) {
        link = newLink;
        acknowledgesLater = false;
        unacknowledged = 0;
        unacknowledgedBytes = 0;
    }

    void restart() {
        received = 0;
        handled = 0;
    }

    /** A message with that number. */
    void message(long number, ByteBuffer payload) {
        if (number <= 0 || number > received + 1) {
            throw outOfOrder("message " + number);
        }
        int bytes = payload.remaining();
        if (number <= received) {
            duplicates.getAndIncrement();
            acknowledgeSoon(bytes); // it does not know that we have it
            return;
        }
        received = number;
        try {
            handler.onMessage(session, payload);
        } finally {
            handled = number;
            acknowledgeSoon(bytes);
        }
    }

    /** The peer does not have these any more. */
    void gap(long first, long last) {
        if (first <= 0 || first > received + 1 || last < first) {
            throw outOfOrder("a gap from " + first + " to " + last);
        }
        long missing = last - received;
        if (missing > 0) {
            received = last;
            handled = last;
            acknowledgeSoon(0);
            handler.onGap(session, new Gap(Gap.Cause.DROPPED, missing));
        }
    }

    /** The peer has sent everything, and that was the last. */
    void end(long last) {
        if (last != received) {
            throw outOfOrder("an end behind " + last);
        }
    }

    private FrameException outOfOrder(String what) {
        return new FrameException(FrameFault.OUT_OF_ORDER, what + " comes after " + received);
    }

    private void acknowledgeSoon(int bytes) {
        unacknowledged++;
        unacknowledgedBytes += bytes;
        if (unacknowledged >= ACK_MESSAGES || unacknowledgedBytes >= ACK_BYTES) {
            acknowledge();
        } else if (!acknowledgesLater) {
            acknowledgeLater();
        }
    }

    private void acknowledgeLater() {
        FramedLink to = Objects.requireNonNull(link, "linked");
        acknowledgesLater = true;
        to.schedule(ACK_MILLIS, () -> {
            if (link == to) {
                acknowledgesLater = false;
                if (unacknowledged > 0) {
                    acknowledge();
                }
            }
        });
    }

    private void acknowledge() {
        FramedLink to = Objects.requireNonNull(link, "linked");
        if (to.send(SessionWire.ack(handled)).isAccepted()) {
            unacknowledged = 0;
            unacknowledgedBytes = 0;
        } else if (!acknowledgesLater && to.isOpen()) {
            acknowledgeLater();
        }
    }
}
