/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a silent peer is still there: after a time of silence it sends a ping, then waits for an answer, and
 * pings again after waits that become shorter. Whatever comes in counts as life; when nothing does, the link is reset
 * with {@link CloseReason#HEARTBEAT_LOST}. Works the same for accepted and for connected links.
 *
 * <pre>{@code
 * Heartbeat heartbeat = new Heartbeat(30_000, 4_000, 3, link -> link.send(PING));
 * port.listen(address, link -> heartbeat.around(new MyHandler()));
 * }</pre>
 *
 * <p>What a ping and its answer look like is the program's matter: the handler inside sees every byte, answers the pings
 * of the peer, and drops the answers to its own. Silence is that of {@link Link#silentMillis}: no ping is sent while the
 * link is paused or its input has ended.
 *
 * @param silenceMillis silence before the first ping; 1 to 86,400,000
 * @param answerMillis wait after the first ping; each further wait is half the one before, but an eighth of the first at
 *     least; 1 to 86,400,000
 * @param maxMisses pings in a row that may go unanswered: with the last of these waits the link ends; 1 to 100
 * @param ping sends a ping; called serial with the link's callbacks, and may throw as they may
 */
public record Heartbeat(int silenceMillis, int answerMillis, int maxMisses, Consumer<Link> ping) {
    private static final int MILLIS_MAX = 86_400_000;
    private static final int HALVINGS_MAX = 3;

    /** Checks every range. */
    public Heartbeat {
        OptionCheck.range("silenceMillis", silenceMillis, 1, MILLIS_MAX);
        OptionCheck.range("answerMillis", answerMillis, 1, MILLIS_MAX);
        OptionCheck.range("maxMisses", maxMisses, 1, 100);
        Objects.requireNonNull(ping, "ping");
    }

    /** The handler with this heartbeat, for one link. */
    public LinkHandler around(LinkHandler handler) {
        return new Beating(this, Objects.requireNonNull(handler, "handler"));
    }

    private static final class Beating extends ForwardingHandler {
        private final Heartbeat heartbeat;
        private @Nullable LinkTimer timer;
        private boolean heard;
        private int misses;

        Beating(Heartbeat heartbeat, LinkHandler inner) {
            super(inner);
            this.heartbeat = heartbeat;
        }

        @Override
        public void onOpen(Link link) {
            lookLater(link, heartbeat.silenceMillis);
            super.onOpen(link);
        }

        private void lookLater(Link link, long delayMillis) {
            timer = link.schedule(delayMillis, () -> look(link));
        }

        private void look(Link link) {
            long silentMillis = link.silentMillis(); // 0 where there is no telling
            if (!link.isOpen()) {
                return;
            }
            if (heard || silentMillis == 0) {
                heard = false;
                misses = 0;
                lookLater(link, Math.max(1, heartbeat.silenceMillis - silentMillis));
            } else if (misses == heartbeat.maxMisses) {
                link.abort(CloseReason.HEARTBEAT_LOST);
            } else {
                lookLater(link, Math.max(1, heartbeat.answerMillis >> Math.min(misses, HALVINGS_MAX)));
                misses++;
                heartbeat.ping.accept(link);
            }
        }

        @Override
        public void onReceive(Link link, ByteBuffer data) {
            heard = true;
            if (misses > 0) {
                answered(link);
            }
            super.onReceive(link, data);
        }

        /** The silence begins anew, however long the answer could have taken. */
        private void answered(Link link) {
            misses = 0;
            if (timer != null && timer.cancel()) {
                heard = false;
                lookLater(link, heartbeat.silenceMillis);
            }
        }
    }
}
