/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.ArrayDeque;
import org.linkport.SendResult;
import org.linkport.protocol.frame.FramedLink;

/**
 * Who sends on a link next: each that has something in turn, one piece at a time. Only so many pieces are with the link at
 * once that what else is sent there does not wait long behind them. Where the link's callbacks run, unless said otherwise.
 */
final class SendTurns {
    private static final long REFUSED_MILLIS = 10;

    private final FramedLink link;
    private final int aheadBytes;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private int ahead; // bytes of files that the link has and the system has not
    private boolean congested;
    private boolean sending;

    /** @param aheadBytes that may be with the link */
    SendTurns(FramedLink link, int aheadBytes) {
        this.link = link;
        this.aheadBytes = aheadBytes;
    }

    FramedLink link() {
        return link;
    }

    /** It may have something to send. Any thread. */
    void offer(Outgoing outgoing) {
        link.execute(() -> {
            line(outgoing);
            send();
        });
    }

    private void line(Outgoing outgoing) {
        if (!outgoing.waits) {
            outgoing.waits = true;
            waiting.add(outgoing);
        }
    }

    private void send() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            while (!congested && ahead < aheadBytes && !waiting.isEmpty()) {
                Outgoing next = waiting.remove();
                next.waits = false;
                if (next.sendOne()) {
                    line(next);
                }
            }
        } finally {
            sending = false;
        }
    }

    /** The link has taken a piece, which counts until it is {@link #given} if it is a region. */
    void sent(SendResult result, int regionBytes) {
        ahead += regionBytes;
        congested |= result == SendResult.CONGESTED;
    }

    /** The system has a piece, or nobody will have it. */
    void given(int bytes) {
        ahead -= bytes;
        send();
    }

    /** The link has not taken it: it ends, or has no room, which it need not tell. */
    void refused(Outgoing outgoing) {
        if (link.isOpen()) {
            congested = true;
            line(outgoing);
            link.schedule(REFUSED_MILLIS, this::writable);
        }
    }

    /** The link can take more. */
    void writable() {
        congested = false;
        send();
    }
}
