/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.SendOptions;
import org.linkport.TimeOptions;

/**
 * Does one thing once, at one of the places where a program is called. A link with {@link #options} whose peer sends a
 * byte, then FIN, comes to all of them, and stays open unless the place is {@link Place#CLOSE}.
 */
class Acting extends Recorder {
    /** Where a program is called. */
    enum Place {
        OPEN,
        RECEIVE,
        TASK,
        TIMER,
        SENT,
        WRITABLE,
        IDLE,
        RECEIVE_END,
        CLOSE
    }

    /** What is done there. */
    @FunctionalInterface
    interface Act {
        void on(Link link) throws Exception;
    }

    private final Place place;
    private final Act act;
    private final ByteBuffer lent = ByteBuffer.allocateDirect(10);
    private boolean acted;

    Acting(Ports ports, Place place, Act act) {
        super(ports);
        this.place = place;
        this.act = act;
    }

    static Acting throwing(Ports ports, Place place, Error thrown) {
        return new Acting(ports, place, link -> {
            throw thrown;
        });
    }

    /** So that a message of 200 bytes congests the link, and silence is soon told where it is waited for. */
    final LinkOptions options() {
        return LinkOptions.DEFAULT
                .withSend(SendOptions.DEFAULT.withPendingBytes(50, 100, 1_000))
                .withTime(TimeOptions.DEFAULT.withIdleMillis(0, place == Place.IDLE ? 20 : 0));
    }

    /** Has the peer do what leads to every place. */
    final void reach(Peer peer) {
        if (place != Place.OPEN) { // else it may be reset already
            peer.send("x").shutdownOutput();
        }
    }

    private void at(Place here, Link link) throws Exception {
        if (place == here && !acted) {
            acted = true;
            act.on(link);
        }
    }

    @Override
    void opened(Link link) throws Exception {
        at(Place.OPEN, link);
    }

    @Override
    void received(Link link, ByteBuffer data) throws Exception {
        at(Place.RECEIVE, link);
        link.send(new byte[200]);
        link.send(lent, sent(link));
        execute(link, () -> at(Place.TASK, link));
        if (link.isOpen()) {
            schedule(link, 1, () -> at(Place.TIMER, link));
        }
    }

    private Link.SendCallback sent(Link link) {
        return callback(outcome -> {
            try {
                at(Place.SENT, link);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    void receiveEnded(Link link) throws Exception {
        at(Place.RECEIVE_END, link);
        if (place == Place.CLOSE) {
            link.close();
        }
    }

    @Override
    void writable(Link link) throws Exception {
        at(Place.WRITABLE, link);
    }

    @Override
    void idle(Link link, IdleKind kind, long silentMillis) throws Exception {
        at(Place.IDLE, link);
    }

    @Override
    void closed(Link link, CloseReason reason) throws Exception {
        at(Place.CLOSE, link);
    }
}
