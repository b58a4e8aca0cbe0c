/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linkport.CloseReason;
import org.linkport.ForwardingHandler;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/**
 * A server of sessions against a client that nobody here wrote: forged ids, numbers that must not come, payloads that cannot be
 * read, cut at every byte. Each has its answer or ends its link, and the session goes on without it.
 */
class SessionFaultsTest {
    private static final String OPEN = "2001";

    @RegisterExtension
    final Ports ports = new Ports();

    private final Sessions sessions = new Sessions(SessionOptions.DEFAULT.withHeartbeat(0, 1));
    private final KeptSession kept = new KeptSession();
    private CompletableFuture<CloseReason> reason = new CompletableFuture<>();
    private InetSocketAddress address;

    @BeforeEach
    void listen() {
        Linkport port = ports.open();
        LinkHandler.Factory serving = sessions.server(SessionTest.FRAMING, () -> kept);
        address = ports.listen(port, link -> new ForwardingHandler(serving.handlerFor(link)) {
                    @Override
                    public void onClose(Link closed, CloseReason why, int osCode) {
                        super.onClose(closed, why, osCode);
                        reason.complete(why);
                    }
                })
                .address();
    }

    @AfterEach
    void end() {
        sessions.close();
        Await.value(sessions.ended());
    }

    private static void send(Peer peer, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        peer.send(ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array());
    }

    private static String receive(Peer peer) {
        int bytes = ByteBuffer.wrap(peer.read(4)).getInt();
        return HexFormat.of().formatHex(peer.read(bytes));
    }

    /** Opens a session, and what the server calls it. */
    private String open(Peer peer) {
        send(peer, OPEN);
        String opened = receive(peer);
        assertEquals("21", opened.substring(0, 2));
        assertEquals(2 * (1 + 16 + 4), opened.length());
        return opened.substring(2, 34);
    }

    private static String data(int number, int received, String text) {
        return String.format("25%016x%016x", number, received)
                + HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void shouldSpeakAsDocumented() {
        Peer peer = ports.peer(address);
        String id = open(peer);
        send(peer, data(1, 0, "one"));
        assertEquals("260000000000000001", receive(peer), "it acknowledges before long");
        Session session = Await.value(kept.opened);
        session.send(KeptSession.text("two"));
        assertEquals(data(1, 1, "two"), receive(peer));
        peer.close();
        Await.until("no link", () -> kept.unlinks.get() == 1);
        Peer next = ports.peer(address);
        send(next, "2201" + id + "0000000000000000");
        assertEquals("230000000000000001" + "0001d4c0", receive(next));
        assertEquals(data(1, 1, "two"), receive(next), "what was not acknowledged comes again");
        send(next, data(1, 1, "one"));
        send(next, "020000000000000007");
        assertEquals("030000000000000007", receive(next));
        assertEquals("260000000000000001", receive(next), "so is what came twice");
        assertEquals(1, session.duplicates());
        send(next, "280000000000000001");
        assertEquals("29", receive(next));
        next.expectEnd();
        next.close();
        assertEquals(SessionEnd.CLOSED_BY_PEER, Await.value(kept.ended));
        assertEquals(java.util.List.of("one"), kept.messages);
    }

    @Test
    void shouldRefuseAForgedIdOnceAndThenEndTheLink() {
        Peer first = ports.peer(address);
        String id = open(first);
        String forged = id.substring(0, 31) + (id.charAt(31) == '0' ? '1' : '0');
        Peer peer = ports.peer(address);
        send(peer, "2201" + forged + "0000000000000000");
        assertEquals("2401", receive(peer).substring(0, 4));
        send(peer, "2201" + forged + "0000000000000000");
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(reason));
        send(first, data(1, 0, "undisturbed"));
        assertEquals("260000000000000001", receive(first));
    }

    @Test
    void shouldLetAClientThatWasRefusedBeginAnew() {
        Peer peer = ports.peer(address);
        send(peer, "2201" + "00".repeat(16) + "0000000000000000");
        assertEquals("2401", receive(peer).substring(0, 4));
        open(peer);
    }

    @Test
    void shouldRefuseAnotherVersion() {
        Peer peer = ports.peer(address);
        send(peer, "2002");
        assertEquals("2402", receive(peer).substring(0, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "250000000000000002000000000000000041", // a number that is not next
        "250000000000000000000000000000000041", // none
        "25ffffffffffffffff000000000000000041",
        "250000000000000001000000000000000141", // acknowledges what was never sent
        "250000000000000001ffffffffffffffff41",
        "260000000000000001",
        "26ffffffffffffffff",
        "26000000000000000000",
        "27000000000000000200000000000000ff", // a gap that does not begin here
        "2700000000000000010000000000000000",
        "280000000000000001", // an end behind what never came
        "29", // the answer to no end
        "2001", // a handshake in the middle
        "220100000000000000000000000000000000000000000000000000",
        "21000000000000000000000000000000000001d4c0",
        "2a",
        "10",
        "00",
        "''",
        "2500000000000000",
        "020000",
        "02000000000000000000",
    })
    void shouldEndTheLinkAndKeepTheSession(String payload) {
        Peer peer = ports.peer(address);
        String id = open(peer);
        send(peer, payload);
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(reason));
        assertEquals(java.util.List.of(), kept.messages);
        Peer next = ports.peer(address);
        send(next, "2201" + id + "0000000000000000");
        assertEquals("230000000000000000" + "0001d4c0", receive(next));
        assertEquals(false, kept.ended.isDone());
    }

    @ParameterizedTest
    @CsvSource({"2501", "26", "20", "2001ff", "2201", "22010000", "21", "24", "ff", "''"})
    void shouldEndALinkThatBeginsOtherwise(String payload) {
        Peer peer = ports.peer(address);
        send(peer, payload);
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(reason));
        assertEquals(0, sessions.count());
    }

    @Test
    void shouldNotBelieveAResumeThatHasReceivedMoreThanWasSent() {
        Peer peer = ports.peer(address);
        String id = open(peer);
        Await.value(kept.opened).send(KeptSession.text("one"));
        receive(peer);
        Peer next = ports.peer(address);
        reason = new CompletableFuture<>();
        send(next, "2201" + id + "0000000000000002");
        next.expectReset();
        assertEquals(1, Await.value(kept.opened).unacknowledged());
    }

    @Test
    void shouldSurviveAnOpeningCutAtEveryByte() {
        byte[] bytes = HexFormat.of().parseHex("000000022001" + "00000012" + data(1, 0, "x"));
        for (int cut = 0; cut < bytes.length; cut++) {
            reason = new CompletableFuture<>();
            Peer peer = ports.peer(address).send(java.util.Arrays.copyOf(bytes, cut));
            peer.reset();
            Await.value(reason);
        }
        assertEquals(java.util.List.of(), kept.messages);
    }
}
