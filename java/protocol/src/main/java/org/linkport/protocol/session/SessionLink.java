/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.value.ValueReader;

/** One link in the life of a session: first a handshake, then what both sides have to say. */
abstract class SessionLink implements FrameHandler {
    private final ValueReader reader = new ValueReader(ByteBuffer.allocate(0), ByteOrder.BIG_ENDIAN);
    private @Nullable FramedLink framed;
    private boolean closed;
    private long pings;

    /** Set before the session can own this link. */
    @Nullable
    Session session;

    FramedLink framed() {
        return Objects.requireNonNull(framed, "onOpen comes first");
    }

    Link link() {
        return framed().link();
    }

    /** Whether it has told its last. Where its callbacks run. */
    boolean isClosed() {
        return closed;
    }

    void ping() {
        framed().send(SessionWire.beat(SessionWire.PING, ++pings));
    }

    /** The link is open. */
    abstract void begin();

    /** A payload before the session owns this link. */
    abstract void handshake(int kind, ValueReader fields);

    /** The session owns this link: the last word of the handshake. */
    abstract void confirm(boolean first);

    /** The session that was to own this link has ended. On the thread of the sessions; the link is paused. */
    abstract void sessionHasEnded();

    /** The session that owns this link has ended. */
    abstract void sessionEnded(SessionEnd why);

    @Override
    public void onOpen(FramedLink link) {
        framed = link;
        begin();
    }

    @Override
    public void onFrame(FramedLink link, ByteBuffer payload) {
        reader.over(payload);
        int kind = reader.u8();
        Session owned = session;
        if (kind == SessionWire.PING || kind == SessionWire.PONG) {
            beat(kind);
        } else if (owned == null || !owned.isOwnedBy(this)) {
            handshake(kind, reader);
        } else if (!owned.hasEnded()) {
            receive(owned, kind, payload);
        }
    }

    private void beat(int kind) {
        long token = reader.i64();
        reader.end();
        if (kind == SessionWire.PING) {
            framed().send(SessionWire.beat(SessionWire.PONG, token));
        }
    }

    private void receive(Session owned, int kind, ByteBuffer payload) {
        switch (kind) {
            case SessionWire.DATA -> {
                long number = reader.i64();
                owned.acknowledged(reader.i64());
                if (!owned.hasEnded()) { // the program may have ended it, told that there is room
                    owned.inbox().message(number, payload);
                }
            }
            case SessionWire.ACK -> owned.acknowledged(last());
            case SessionWire.GAP -> owned.inbox().gap(reader.i64(), last());
            case SessionWire.CLOSE -> {
                owned.inbox().end(last());
                framed().send(SessionWire.closed());
                owned.end(owned.isClosing() ? SessionEnd.CLOSED : SessionEnd.CLOSED_BY_PEER);
            }
            case SessionWire.CLOSED -> {
                reader.end();
                if (!owned.isClosing() || owned.replay().lastIfDone() < 0) {
                    throw outOfOrder(kind);
                }
                owned.end(SessionEnd.CLOSED);
            }
            default -> throw unexpected(kind);
        }
    }

    /** The last field of a payload. */
    private long last() {
        long value = reader.i64();
        reader.end();
        return value;
    }

    static FrameException outOfOrder(int kind) {
        return new FrameException(FrameFault.OUT_OF_ORDER, "a payload of kind " + kind + " at this time");
    }

    static FrameException unexpected(int kind) {
        boolean known = kind >= SessionWire.OPEN && kind <= SessionWire.CLOSED;
        return known ? outOfOrder(kind) : new FrameException(FrameFault.UNKNOWN_KIND, "a payload of kind " + kind);
    }

    @Override
    public void onWritable(FramedLink link) {
        Session owned = session;
        if (owned != null && owned.isOwnedBy(this)) {
            owned.replay().linkWritable(link);
        }
    }

    @Override
    public void onClose(FramedLink link, CloseReason reason, int osCode) {
        closed = true;
        Session owned = session;
        if (owned != null) {
            owned.detach(this);
        }
    }
}
