/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.CloseReason;
import org.linkport.Heartbeat;
import org.linkport.Link;
import org.linkport.Linkport;

/**
 * Attacks the heartbeat with peers that stop answering, answer late, talk without being asked or are not read, for links
 * that were accepted and for links that connected.
 */
class HeartbeatTest {
    private static final int MISSES_MAX = 4;

    @RegisterExtension
    final Ports ports = new Ports();

    private final Recorder recorder = new Recorder(ports);
    private final List<Long> pings = new CopyOnWriteArrayList<>();

    enum Role {
        ACCEPTED,
        CONNECTED
    }

    /** What the peer does with each ping, in order: '!' answers, '.' does not. */
    enum Story {
        NEVER_ANSWERS("...."),
        STOPS_ANSWERING("!!!...."),
        ANSWERS_LATE(".!.!...."),
        ANSWERS_NOW_AND_THEN("!.!....");

        private final String answers;

        Story(String answers) {
            this.answers = answers;
        }
    }

    static Stream<Arguments> stories() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(Story.values()).map(story -> Arguments.of(role, story)));
    }

    private Heartbeat heartbeat(int silenceMillis, int answerMillis) {
        return new Heartbeat(silenceMillis, answerMillis, MISSES_MAX, link -> {
            pings.add(System.nanoTime());
            link.send(new byte[] {'?'});
        });
    }

    /** The other side of a link with this heartbeat. */
    private Peer open(Role role, Heartbeat heartbeat) throws IOException {
        Linkport port = ports.open();
        if (role == Role.ACCEPTED) {
            return ports.peer(
                    ports.listen(port, link -> heartbeat.around(recorder)).address());
        }
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletionStage<Link> link = port.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                    made -> heartbeat.around(recorder));
            Peer peer = ports.closeLater(new Peer(server.accept()));
            Await.value(link);
            return peer;
        }
    }

    /** The waits for answers are long, so that an answer comes in time on a busy machine; those not answered are few. */
    @ParameterizedTest
    @MethodSource("stories")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldEndTheLinkOfWhoDoesNotAnswer(Role role, Story story) throws IOException {
        Peer peer = open(role, heartbeat(20, 1_000));
        for (char answer : story.answers.toCharArray()) {
            assertEquals("?", peer.readText(1));
            if (answer == '!') {
                peer.send("!");
            }
        }
        peer.expectReset();
        assertEquals(CloseReason.HEARTBEAT_LOST, recorder.reason());
        assertEquals(story.answers.length(), pings.size());
    }

    /** Not by a close: with a ping unread, that would be a reset. */
    private void expectPeerClose(Peer peer) {
        peer.shutdownOutput();
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
        peer.readToEnd();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldKeepTheLinkOfWhoAnswers(Role role) throws IOException {
        Peer peer = open(role, heartbeat(10, 10_000));
        for (int ping = 1; ping <= 20; ping++) {
            assertEquals("?", peer.readText(1));
            peer.send("!");
            recorder.awaitReceived(ping);
        }
        assertTrue(recorder.link().isOpen());
        expectPeerClose(peer);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldTakeAnyTrafficForLife(Role role) throws IOException {
        Peer peer = open(role, heartbeat(200, 400));
        long until = System.nanoTime() + 1_500_000_000L;
        for (int sent = 1; System.nanoTime() < until; sent++) {
            peer.send("x");
            recorder.awaitReceived(sent);
        }
        assertTrue(recorder.link().isOpen());
        expectPeerClose(peer);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNotAskWhileNothingIsRead() throws IOException {
        Peer peer = open(Role.ACCEPTED, heartbeat(300, 50));
        recorder.link().pause();
        CountDownLatch passed = new CountDownLatch(1);
        recorder.schedule(recorder.link(), 1_500, passed::countDown);
        Await.latch(passed);
        assertTrue(recorder.link().isOpen());
        recorder.link().resume();
        assertEquals(CloseReason.HEARTBEAT_LOST, recorder.reason());
        assertEquals("????", peer.readText(MISSES_MAX));
    }

    @Test
    void shouldBearAPingThatThrows() throws IOException {
        ports.expectHandlerErrors(1);
        open(Role.ACCEPTED, new Heartbeat(10, 10, 3, link -> {
            throw new IllegalStateException("on purpose");
        }));
        assertEquals(CloseReason.HANDLER_ERROR, recorder.reason());
    }

    @Test
    void shouldBeatForTheOtherSideOfAnEcho() throws IOException {
        Linkport port = ports.open();
        Recorder.Echo echo = new Recorder.Echo(ports);
        InetSocketAddress address = ports.listen(port, link -> echo).address();
        Await.value(port.connect(address, link -> heartbeat(20, 10_000).around(recorder)));
        recorder.awaitReceived(10);
        recorder.link().send(ByteBuffer.allocate(0));
        recorder.link().close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldNameValuesOutOfRange() {
        assertEquals(
                "maxMisses is 0 and must be from 1 to 100",
                assertThrows(IllegalArgumentException.class, () -> new Heartbeat(1, 1, 0, link -> {}))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Heartbeat(0, 1, 1, link -> {}));
        assertThrows(IllegalArgumentException.class, () -> new Heartbeat(1, 86_400_001, 1, link -> {}));
        assertThrows(NullPointerException.class, () -> new Heartbeat(1, 1, 1, null));
    }
}
