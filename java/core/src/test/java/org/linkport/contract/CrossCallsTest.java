/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/** A handler that asks something of its own link or of another one, in each callback. */
class CrossCallsTest {
    private static final byte[] TEXT = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final LinkOptions NARROW =
            LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(50, 100, 1_000));

    @RegisterExtension
    final Ports ports = new Ports();

    private enum Place {
        OPEN,
        RECEIVE,
        RECEIVE_END,
        WRITABLE,
        TASK,
        CLOSE
    }

    /** What is asked for, and how the link may then end whose peer sends a byte and FIN. */
    private enum Act {
        SEND(CloseReason.PEER_CLOSE),
        CLOSE(CloseReason.LOCAL_CLOSE, CloseReason.PEER_CLOSE),
        ABORT(CloseReason.LOCAL_ABORT),
        SHUTDOWN_OUTPUT(CloseReason.LOCAL_CLOSE, CloseReason.PEER_CLOSE),
        PAUSE_AND_RESUME(CloseReason.PEER_CLOSE);

        private final CloseReason reason;
        private final CloseReason other;

        Act(CloseReason reason) {
            this(reason, reason);
        }

        Act(CloseReason reason, CloseReason other) {
            this.reason = reason;
            this.other = other;
        }

        boolean mayEndAs(CloseReason told) {
            return told == reason || told == other;
        }

        void on(Link link) {
            switch (this) {
                case SEND -> link.send(TEXT);
                case CLOSE -> link.close();
                case ABORT -> link.abort();
                case SHUTDOWN_OUTPUT -> link.shutdownOutput();
                case PAUSE_AND_RESUME -> {
                    link.pause();
                    link.resume();
                }
            }
        }
    }

    /** Does it once, in one place; otherwise provokes each callback in turn. */
    private final class Actor extends Recorder {
        final CompletableFuture<Boolean> acted = new CompletableFuture<>();
        private final Place place;
        private final Act act;
        private final @Nullable Link target;

        /** @param target or null for its own link */
        Actor(Place place, Act act, @Nullable Link target) {
            super(ports);
            this.place = place;
            this.act = act;
            this.target = target;
        }

        private void at(Place here, Link own) {
            if (place == here && !acted.isDone()) {
                act.on(target == null ? own : target);
                acted.complete(true);
            }
        }

        @Override
        void opened(Link link) {
            at(Place.OPEN, link);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            at(Place.RECEIVE, link);
            link.send(new byte[200]);
            execute(link, () -> at(Place.TASK, link));
        }

        @Override
        void receiveEnded(Link link) {
            at(Place.RECEIVE_END, link);
            link.close();
        }

        @Override
        void writable(Link link) {
            at(Place.WRITABLE, link);
        }

        @Override
        void closed(Link link, CloseReason reason) {
            at(Place.CLOSE, link);
        }
    }

    private static void provoke(Peer peer) {
        try {
            peer.send("x").shutdownOutput();
            peer.readToEnd();
        } catch (UncheckedIOException reset) {
            assertTrue(reset.getCause() instanceof SocketException, reset::toString);
        }
        peer.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeWhatAHandlerAsksOfItsOwnLink(Place place) {
        Linkport port = ports.open();
        for (Act act : Act.values()) {
            Actor actor = new Actor(place, act, null);
            provoke(ports.peer(ports.listen(port, NARROW, link -> actor).address()));
            CloseReason reason = actor.reason();
            assertEquals(1, actor.count("close"));
            if (place == Place.CLOSE) {
                assertEquals(CloseReason.PEER_CLOSE, reason, act.name());
                assertEquals(SendResult.REJECTED, actor.link().send(TEXT), act.name());
            } else {
                // Once our end is in the hands of the engine, and the peer's is known, it may be over before it is
                // asked.
                assertTrue(act.mayEndAs(reason) || place == Place.WRITABLE, () -> act + " ended as " + reason);
            }
        }
    }

    private static Stream<Arguments> placesAndWorkers() {
        return Stream.of(Place.values()).flatMap(place -> Stream.of(Arguments.of(place, 1), Arguments.of(place, 2)));
    }

    @ParameterizedTest(name = "{0}, workers: {1}")
    @MethodSource("placesAndWorkers")
    void shouldServeWhatAHandlerAsksOfAnotherLink(Place place, int workers) {
        Linkport port = ports.open(ports.builder().workers(workers));
        for (Act act : Act.values()) {
            Recorder other = new Recorder.Echo(ports);
            Peer otherPeer = ports.peerOf(port, LinkOptions.DEFAULT, other);
            Actor actor = new Actor(place, act, other.link());
            provoke(ports.peer(ports.listen(port, NARROW, link -> actor).address()));
            assertEquals(CloseReason.PEER_CLOSE, actor.reason(), act.name());
            assertTrue(Await.value(actor.acted));
            switch (act) {
                case SEND -> assertEquals("hello", otherPeer.readText(TEXT.length));
                case CLOSE, SHUTDOWN_OUTPUT -> otherPeer.expectEnd();
                case ABORT -> otherPeer.expectReset();
                case PAUSE_AND_RESUME -> assertEquals("on", otherPeer.send("on").readText(2));
            }
            otherPeer.close();
            assertTrue(act.mayEndAs(other.reason()), () -> act + " ended as " + other.reason());
        }
    }
}
