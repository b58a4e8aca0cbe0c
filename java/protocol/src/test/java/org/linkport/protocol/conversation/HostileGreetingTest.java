/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.linkport.protocol.conversation.RawPeer.bytes;
import static org.linkport.protocol.conversation.RawPeer.framed;
import static org.linkport.protocol.conversation.RawPeer.hello;
import static org.linkport.protocol.conversation.RawPeer.join;
import static org.linkport.protocol.conversation.RawPeer.text;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.message.MessageFailure;

/**
 * What a peer may say before anybody is logged in, and whatever else comes: greetings that are cut, wrong, of other versions
 * or none, payloads too early, too long and of no kind, and silence. Each ends in a typed word or a typed answer, and no
 * protocol is opened.
 */
class HostileGreetingTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final Talk talk = new Talk();
    private InetSocketAddress address;

    @BeforeEach
    void serve() {
        address = serve(ConversationOptions.DEFAULT);
    }

    private InetSocketAddress serve(ConversationOptions options) {
        Linkport port = ports.open();
        return ports.listen(port, new Conversations(options, Access.everybody("talk"), List.of(talk)))
                .address();
    }

    private RawPeer peer() {
        return new RawPeer(ports.peer(address));
    }

    @Test
    void shouldAnswerEveryGreetingThatIsCut() {
        byte[] whole = hello(1, 1, "talk", "other");
        for (int length = 1; length < whole.length; length++) {
            RawPeer peer = peer().send(Arrays.copyOf(whole, length));
            assertEquals(Goodbye.NO_HELLO, peer.readGoodbye(), "cut at " + length);
        }
        assertTrue(talk.opened.isEmpty());
    }

    @Test
    void shouldAnswerAGreetingWhoseFrameIsCut() {
        byte[] whole = framed(hello(1, 1, "talk"));
        for (int length = 1; length < whole.length; length++) {
            RawPeer peer = peer();
            peer.peer().send(Arrays.copyOf(whole, length)).shutdownOutput();
            assertEquals(Goodbye.NO_HELLO, peer.readGoodbye(), "cut at " + length);
        }
    }

    @Test
    void shouldAnswerWhatIsNoGreeting() {
        byte[][] others = {
            bytes(0x01, 'L', 'K', 'P', 'U', 1, 1, 0, 0, 16, 0, 0, 0),
            bytes(0x00, 'L', 'K', 'P', 'T', 1, 1, 0, 0, 16, 0, 0, 0),
            bytes(0x02, 0, 0, 0, 0, 0, 0, 0, 1),
            bytes(0x10, 0, 0, 0, 1, 0x80, 2, 0, 0, 0, 0),
            bytes(0x14, 1, 1, 0, 0, 0, 1),
            bytes(0x20, 1),
            bytes(0x60, 1, 2, 3),
            bytes(0xFF),
        };
        for (byte[] other : others) {
            assertEquals(Goodbye.NO_HELLO, peer().send(other).readGoodbye(), Arrays.toString(other));
        }
        RawPeer http = peer();
        http.peer().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(Goodbye.NO_HELLO, http.readGoodbye());
        RawPeer empty = peer();
        empty.peer().send(bytes(0, 0, 0, 0));
        assertEquals(Goodbye.NO_HELLO, empty.readGoodbye());
        assertTrue(talk.opened.isEmpty());
    }

    @Test
    void shouldTellVersionsApart() {
        assertEquals(Goodbye.NO_VERSION, peer().send(hello(2, 9)).readGoodbye());
        assertEquals(Goodbye.NO_VERSION, peer().send(hello(0, 0)).readGoodbye());
        assertEquals(Goodbye.NO_VERSION, peer().send(hello(9, 1)).readGoodbye());
        byte[] later = join(hello(1, 200, "talk"), bytes(1, 2, 3)); // with what a later version has behind
        assertEquals(1, peer().send(later).next()[0]);
    }

    @Test
    void shouldNotBelieveWhatAGreetingSays() {
        for (int tooSmall : new int[] {0, 64, 4_095}) {
            byte[] hello = hello(1, 1);
            ByteBuffer.wrap(hello).putInt(7, tooSmall);
            assertEquals(Goodbye.NO_HELLO, peer().send(hello).readGoodbye(), "takes " + tooSmall);
        }
        byte[] names = hello(1, 1);
        names[names.length - 1] = 49;
        assertEquals(Goodbye.NO_HELLO, peer().send(names).readGoodbye());
        byte[] noText = join(Arrays.copyOf(hello(1, 1), 12), bytes(1, 0, 1, 0xFF));
        assertEquals(Goodbye.NO_HELLO, peer().send(noText).readGoodbye());
        byte[] huge = hello(1, 1, "talk");
        Arrays.fill(huge, 7, 11, (byte) 0xFF);
        assertEquals(1, peer().send(huge).next()[0], "what we send is limited by ourselves");
    }

    @Test
    void shouldTakeNothingButALoginBeforeOne() {
        byte[] number = bytes(0, 0, 0, 1);
        RawPeer asking = peer();
        asking.greet("talk");
        assertEquals(MessageFailure.NOT_PERMITTED, asking.refusal(Talk.REQUEST, number));
        assertEquals(MessageFailure.NO_SUCH_TYPE, asking.refusal(0x80FF, number));
        assertEquals(MessageFailure.MALFORMED, asking.refusal(0x8002, number));
        asking.answer(0x8002, bytes());
        assertArrayEquals(number, asking.answer(Talk.REQUEST, number));
        byte[][] early = {
            join(bytes(0x14, 1, 1), number), // a message
            join(bytes(0x60), number), // a payload of a protocol
            hello(1, 1, "talk"), // a second greeting
            bytes(0x20, 1), // a session
            bytes(0xF0),
            bytes(0x11, 0, 0, 0, 1), // an answer to nothing
            bytes(0x10, 0), // half a request
            bytes(0x02, 1), // half a ping
            bytes(0x04), // half a goodbye
        };
        for (byte[] payload : early) {
            RawPeer peer = peer();
            peer.greet("talk");
            assertEquals(Goodbye.BREACH, peer.send(payload).readGoodbye(), Arrays.toString(payload));
        }
    }

    @Test
    void shouldTakeLongPayloadsOnlyOnceSomebodyIsLoggedIn() {
        byte[] body = new byte[5_000];
        RawPeer early = peer();
        early.greet("talk");
        early.peer().send(framed(RawPeer.request(1, 0x8002, body)));
        assertEquals(Goodbye.BREACH, early.readGoodbye());
        RawPeer in = peer();
        in.greet("talk");
        in.answer(0x8002, bytes());
        assertEquals(5_000, in.answer(Talk.REQUEST, body).length);
        in.peer().send(bytes(0, 0x10, 0, 1));
        assertEquals(Goodbye.BREACH, in.readGoodbye());
    }

    @Test
    void shouldNotTakeAsManyRequestsAsAPeerLikes() {
        RawPeer peer = peer();
        peer.greet("talk");
        for (int i = 0; i < 64; i++) {
            assertEquals(MessageFailure.NOT_PERMITTED, peer.refusal(Talk.REQUEST, bytes()));
        }
        peer.send(RawPeer.request(100, Talk.REQUEST, bytes()));
        assertEquals(Goodbye.LOGIN_FAILED, peer.readGoodbye());
    }

    @Test
    void shouldAnswerPingsAndTakeGoodbyes() {
        RawPeer peer = peer();
        peer.greet();
        assertArrayEquals(
                bytes(0x03, 1, 2, 3, 4, 5, 6, 7, 8),
                peer.send(bytes(0x02, 1, 2, 3, 4, 5, 6, 7, 8)).next());
        peer.send(bytes(0x04, 0, 0, 0));
        peer.peer().expectEnd();
        RawPeer wordy = peer();
        wordy.send(join(bytes(0x04, 200), RawPeer.str16("before anything")));
        wordy.peer().expectEnd();
    }

    @Test
    void shouldNotWaitForALoginForEver() {
        address = serve(ConversationOptions.DEFAULT.withLoginMillis(2_000));
        assertEquals(Goodbye.TOO_LATE, peer().readGoodbye(), "silent");
        RawPeer greeted = peer();
        greeted.greet();
        assertEquals(Goodbye.TOO_LATE, greeted.readGoodbye(), "greeted");
        address = serve(ConversationOptions.DEFAULT.withLoginMillis(5_000)); // enough for a login on a busy machine
        RawPeer in = peer();
        in.greet("talk");
        in.answer(0x8002, bytes());
        RawPeer later = peer();
        assertEquals(Goodbye.TOO_LATE, later.readGoodbye());
        assertArrayEquals(bytes(7), in.answer(Talk.REQUEST, bytes(7)), "the deadline is that of the login");
    }

    @Test
    void shouldEndThePeerThatAnswersNoPing() {
        address = serve(ConversationOptions.DEFAULT.withHeartbeat(50, 3_000));
        RawPeer peer = peer();
        peer.greet("talk");
        ByteBuffer ping = ByteBuffer.wrap(peer.next());
        assertEquals(0x02, ping.get());
        peer.send(
                ByteBuffer.allocate(9).put((byte) 0x03).putLong(ping.getLong()).array());
        assertEquals(0x02, peer.next()[0]);
        peer.peer().expectReset();
    }

    @Test
    void shouldOwePongsToAPeerThatDoesNotRead() throws InterruptedException {
        RawPeer peer = new RawPeer(ports.closeLater(org.linkport.contract.Peer.connectNarrow(address)));
        peer.greet("talk");
        peer.answer(0x8002, bytes());
        Talk.Talking theirs = talk.next();
        byte[] large = new byte[512 << 10];
        theirs.conversation.send(Talk.NOTED, ByteBuffer.wrap(large)); // congests the link
        int pings = 20_000;
        byte[] many = new byte[pings * 13];
        for (int i = 0; i < pings; i++) {
            ByteBuffer.wrap(many, i * 13, 13).putInt(9).put((byte) 0x02).putLong(i);
        }
        peer.peer().send(many).send(framed(join(bytes(0x14, 1, 1), bytes(0, 0, 0, 1))));
        Await.until("all pings were read", () -> theirs.heard.size() == 1);
        long pending = theirs.conversation.link().pendingBytes();
        assertTrue(pending < large.length + pings * 13L, "only the last pong is owed, pending " + pending);
        assertEquals(1 + large.length, peer.next().length);
        byte[] last = peer.next();
        while (ByteBuffer.wrap(last).getLong(1) != pings - 1) {
            last = peer.next(); // those from before it was congested
        }
        assertEquals(0x03, last[0]);
        assertArrayEquals(text("x"), peer.answer(Talk.REQUEST, text("x")));
    }
}
