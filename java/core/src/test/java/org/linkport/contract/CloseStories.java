/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Heartbeat;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.TimeOptions;
import org.linkport.contract.Acting.Place;

/** How the two ends of one connection come to their end: what the rows of {@link CloseReasonsTest} are made of. */
final class CloseStories {
    private static final int SOME = 10_000;
    private static final int MORE_THAN_BUFFERS_HOLD = 32 << 20;

    private CloseStories() {}

    /** What is done with the two. Whatever it does not end is ended by the other end, or by a deadline. */
    @FunctionalInterface
    interface Story {
        void play(Pair pair) throws Exception;
    }

    /** How much of what one end sent had arrived at the other when it was told of the end. */
    enum Delivered {
        ALL,
        /** More than nothing and not all. */
        PART,
        /** That is not said. */
        ANY;

        void check(String where, byte[] sent, byte[] received) {
            if (this == ALL) {
                Bytes.assertSame(sent, received);
            } else if (this == PART) {
                assertTrue(received.length > 0 && received.length < sent.length, () -> where + ": " + received.length);
                Bytes.assertSame(Arrays.copyOf(sent, received.length), received);
            }
        }
    }

    /** One end of the connection. */
    record End(Recorder recorder, ByteArrayOutputStream written) {
        void send(byte[] bytes) {
            assertTrue(link().send(bytes).isAccepted());
            written.writeBytes(bytes);
        }

        byte[] sent() {
            return written.toByteArray();
        }

        byte[] received() {
            return recorder.received();
        }

        Link link() {
            return recorder.link();
        }

        CloseReason reason() {
            return recorder.reason();
        }

        /** Its worker has done what it was asked for so far. */
        void settle() {
            CountDownLatch settled = new CountDownLatch(1);
            Await.until("handed over", () -> link().pendingBytes() == 0);
            recorder.execute(link(), settled::countDown);
            Await.latch(settled);
        }
    }

    /** The accepted end, the connected one, and the Linkport that each alone belongs to. */
    record Pair(Linkport herePort, End here, Linkport therePort, End there) {
        void sendHere(int bytes) {
            here.send(Bytes.pattern(bytes, 31));
        }

        void sendThere(int bytes) {
            there.send(Bytes.pattern(bytes, 32));
        }

        void arrivesThere() {
            there.recorder.awaitReceived(here.written.size());
        }

        void arrivesHere() {
            here.recorder.awaitReceived(there.written.size());
        }
    }

    static void nothing(Pair pair) {
        assertTrue(pair.here.written.size() == 0 && pair.there.written.size() == 0);
    }

    static void closedHere(Pair pair) {
        pair.sendThere(SOME);
        pair.arrivesHere();
        pair.sendHere(SOME);
        pair.here.link().close();
    }

    static void closedThere(Pair pair) {
        pair.sendHere(SOME);
        pair.arrivesThere();
        pair.sendThere(SOME);
        pair.there.link().close();
    }

    static void endedHere(Pair pair) {
        pair.sendHere(SOME);
        pair.here.link().shutdownOutput();
        Await.latch(pair.there.recorder.receiveEnded);
        pair.sendThere(SOME);
        pair.there.link().close();
    }

    static void endedThere(Pair pair) {
        pair.sendThere(SOME);
        pair.there.link().shutdownOutput();
        Await.latch(pair.here.recorder.receiveEnded);
        pair.sendHere(SOME);
        pair.here.link().close();
    }

    static void endedByBoth(Pair pair) {
        pair.sendHere(SOME);
        pair.sendThere(SOME);
        pair.here.link().shutdownOutput();
        pair.there.link().shutdownOutput();
        pair.here.settle();
        pair.there.settle();
        pair.here.link().resume();
        pair.there.link().resume();
    }

    static void shutDownHere(Pair pair) {
        pair.sendHere(SOME);
        pair.herePort.shutdown();
    }

    static void shutDownThere(Pair pair) {
        pair.sendThere(SOME);
        pair.therePort.shutdown();
    }

    /** What was sent has arrived, so that the reset overtakes nothing. */
    static void abortedHere(Pair pair) {
        pair.sendHere(SOME);
        pair.arrivesThere();
        pair.here.link().abort();
    }

    static void abortedThere(Pair pair) {
        pair.sendThere(SOME);
        pair.arrivesHere();
        pair.there.link().abort();
    }

    static void abortedForAReason(Pair pair) {
        pair.here.link().abort(CloseReason.PROTOCOL_ERROR);
    }

    /** What was sent before has arrived, so that the reset overtakes nothing. */
    static void fileTooShort(Pair pair) throws IOException {
        pair.sendHere(SOME);
        pair.arrivesThere();
        try (TestFile file = TestFile.of(Bytes.pattern(SOME, 33));
                SendFile opened = pair.herePort.openFile(file.path())) {
            assertTrue(pair.here
                    .link()
                    .send(opened, 1, SOME, (link, outcome) -> {})
                    .isAccepted());
            pair.here.reason();
        }
    }

    static void resetInAMessage(Pair pair) {
        pair.sendHere(MORE_THAN_BUFFERS_HOLD);
        pair.there.recorder.awaitReceived(1);
        pair.there.link().abort();
    }

    static void resetBeforeFin(Pair pair) {
        pair.sendHere(MORE_THAN_BUFFERS_HOLD);
        pair.here.link().close(); // FIN waits behind the message
        pair.there.recorder.awaitReceived(1);
        pair.there.link().abort();
    }

    static void resetAfterFin(Pair pair) {
        pair.here.link().close();
        Await.latch(pair.there.recorder.receiveEnded);
        pair.there.link().abort();
    }

    static void overflow(Pair pair) {
        assertEquals(SendResult.REJECTED, pair.here.link().send(new byte[SOME]));
    }

    static void noEndThere(Pair pair) {
        pair.here.reason();
        pair.there.link().close();
    }

    static void closedAndNoEndThere(Pair pair) {
        pair.here.link().close();
        noEndThere(pair);
    }

    /** What the other end must do for a handler to be called there. */
    static Story leadingTo(Place place) {
        return pair -> {
            if (place != Place.OPEN) { // else it may have ended already
                pair.sendThere(1);
            }
            if (place == Place.RECEIVE_END) {
                pair.there.link().shutdownOutput();
            }
        };
    }

    static Setting pair() {
        return new Setting(LinkOptions.DEFAULT, Manner.ORDINARY, false, null);
    }

    /** What both handlers do of their own accord. */
    private enum Manner {
        ORDINARY,
        /** Leave the end of the input to the story. */
        PASSIVE,
        /** Do not receive until the story resumes them. */
        PAUSED,
        /** Receive once and no more. */
        SIPPING
    }

    /**
     * What the two are like.
     *
     * @param options of the link here
     * @param beats whether the handler here has a heartbeat
     * @param failing where the handler here throws, or null for nowhere
     */
    record Setting(
            LinkOptions options,
            Manner manner,
            boolean beats,
            @Nullable Place failing) {
        Setting with(LinkOptions value) {
            return new Setting(value, manner, beats, failing);
        }

        Setting with(TimeOptions value) {
            return with(options.withTime(value));
        }

        Setting passive() {
            return new Setting(options, Manner.PASSIVE, beats, failing);
        }

        Setting paused() {
            return new Setting(options, Manner.PAUSED, beats, failing);
        }

        Setting sipping() {
            return new Setting(options, Manner.SIPPING, beats, failing);
        }

        Setting heartbeat() {
            return new Setting(options, manner, true, failing);
        }

        Setting failing(Place value) {
            return new Setting(options, manner, beats, value);
        }

        Pair open(Ports ports) {
            CompletableFuture<Recorder> other = new CompletableFuture<>();
            Recorder here = failing == null ? new Mannered(ports, manner, other) : throwing(ports, failing, other);
            Recorder there = new Mannered(ports, manner, CompletableFuture.completedFuture(here));
            other.complete(there);
            LinkOptions own = here instanceof Acting acting ? acting.options() : options;
            Linkport herePort = ports.open();
            Linkport therePort = ports.open();
            // A silent ping: what is pinged does not matter here, and bytes behind which a reset comes may be lost.
            LinkHandler handler = beats ? new Heartbeat(20, 20, 2, link -> {}).around(here) : here;
            Listener listener = ports.listen(herePort, own, link -> handler);
            Await.value(therePort.connect(listener.address(), ConnectOptions.DEFAULT, link -> there));
            here.link();
            return new Pair(herePort, end(here), therePort, end(there));
        }

        private static End end(Recorder recorder) {
            return new End(recorder, new ByteArrayOutputStream());
        }

        /** What was handed over has arrived, since a reset may outrun it. */
        private static Recorder throwing(Ports ports, Place place, CompletableFuture<Recorder> other) {
            ports.expectHandlerErrors(1);
            return new Acting(ports, place, link -> {
                Recorder there = Await.value(other);
                there.link();
                there.awaitReceived((int) link.stats().bytesSent());
                throw new AssertionError("on purpose");
            });
        }
    }

    private static final class Mannered extends Recorder {
        private final Manner manner;
        private final CompletableFuture<Recorder> other;

        Mannered(Ports ports, Manner manner, CompletableFuture<Recorder> other) {
            super(ports);
            this.manner = manner;
            this.other = other;
        }

        /** Nothing ends here before both ends are open, for then there would be a connect that fails. */
        @Override
        void opened(Link link) {
            if (manner == Manner.PAUSED) {
                link.pause();
            }
            Await.value(other).link();
        }

        @Override
        void received(Link link, ByteBuffer data) {
            if (manner == Manner.SIPPING) {
                link.pause();
            }
        }

        @Override
        void receiveEnded(Link link) throws Exception {
            if (manner != Manner.PASSIVE) {
                super.receiveEnded(link);
            }
        }
    }
}
