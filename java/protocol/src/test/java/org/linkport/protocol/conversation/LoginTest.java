/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.linkport.protocol.conversation.RawPeer.bytes;
import static org.linkport.protocol.conversation.RawPeer.text;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.frame.LengthFieldFraming;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.AttemptLimits;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.message.MessageFailure;

/**
 * Logins over links: with the right secret and a wrong one, of users that are not there, in the wrong order, replayed, too
 * often, without a name, and at a server that is another one.
 */
class LoginTest {
    private static final int FIRST = 0x8000;
    private static final int LAST = 0x8001;
    private static final int ANONYMOUS = 0x8002;
    private static final String CLIENT_FIRST = "n,,n=alice,r=fyko+d2lbbFgONRv9qkxdawL";
    private static final Users USERS = Users.of(List.of(
            Users.line("alice", "secret of alice", Set.of("talk"), 4_096),
            Users.line("bob", "secret of bob", Set.of("links"), 4_096)));
    private static final AttemptLimits LENIENT = AttemptLimits.DEFAULT.withDelayMillis(1, 1);

    @RegisterExtension
    final Ports ports = new Ports();

    private final Linkport port = ports.open();
    private final Talk talk = new Talk();

    private InetSocketAddress serve(Access access) {
        return ports.listen(port, new Conversations(ConversationOptions.DEFAULT, access, List.of(talk)))
                .address();
    }

    private CompletionStage<Conversation> connect(InetSocketAddress address, Credentials credentials) {
        return Conversation.connect(port, address, credentials, List.of(new Talk()));
    }

    private RawPeer greeted(InetSocketAddress address) {
        RawPeer peer = new RawPeer(ports.peer(address));
        peer.greet("talk");
        return peer;
    }

    private static ConversationException failure(CompletionStage<Conversation> stage) {
        return assertInstanceOf(ConversationException.class, Await.failure(stage));
    }

    /** A last message with a proof of nothing. */
    private static byte[] unproven(byte[] serverFirst) {
        String first = new String(serverFirst, StandardCharsets.US_ASCII);
        String nonce = first.substring(2, first.indexOf(','));
        return text("c=biws,r=" + nonce + ",p=" + "A".repeat(43) + "=");
    }

    @Test
    void shouldLetInWhoKnowsTheSecret() throws InterruptedException {
        InetSocketAddress address = serve(Access.of(USERS));
        Conversation client = Await.value(connect(address, Credentials.of("alice", "secret of alice")));
        assertEquals("alice", client.user().name());
        assertEquals(Set.of("talk"), client.user().permissions());
        assertEquals("alice", talk.next().conversation.user().name());
        byte[] body = {7};
        ByteBuffer answer = Await.value(client.messages().request(Talk.REQUEST, ByteBuffer.wrap(body), 0));
        assertEquals(7, answer.get());
    }

    @Test
    void shouldGrantEachUserItsOwn() {
        Conversation client = Await.value(connect(serve(Access.of(USERS)), Credentials.of("bob", "secret of bob")));
        assertTrue(!client.speaks("talk") && talk.opened.isEmpty());
    }

    @Test
    void shouldNotLetInOthers() {
        InetSocketAddress address = serve(Access.of(USERS).withLimits(LENIENT));
        for (Credentials wrong : List.of(
                Credentials.of("alice", "secret of bob"),
                Credentials.of("Alice", "secret of alice"),
                Credentials.of("carol", "secret of alice"))) {
            ConversationException refused = failure(connect(address, wrong));
            assertEquals(ConversationException.Cause.LOGIN_REFUSED, refused.why());
            assertEquals(MessageFailure.LOGIN_FAILED, refused.code());
        }
        assertEquals(
                ConversationException.Cause.NO_LOGIN,
                failure(connect(address, Credentials.anonymous())).why());
        assertEquals(
                ConversationException.Cause.NO_LOGIN,
                failure(connect(serve(Access.everybody()), Credentials.of("alice", "x")))
                        .why());
        assertTrue(talk.opened.isEmpty());
    }

    @Test
    void shouldAnswerForUsersThatAreNotThereAsForThoseThatAre() {
        InetSocketAddress address = serve(Access.of(USERS).withLimits(LENIENT));
        byte[][] answers = new byte[2][];
        byte[][] refusals = new byte[2][];
        for (int i = 0; i < 2; i++) {
            RawPeer peer = greeted(address);
            byte[] first = peer.answer(FIRST, text("n,,n=" + (i == 0 ? "alice" : "carol") + ",r=abc"));
            answers[i] = first;
            refusals[i] = peer.ask(LAST, unproven(first));
        }
        assertEquals(answers[0].length, answers[1].length);
        assertArrayEquals(refusals[0], refusals[1]);
        assertEquals(MessageFailure.LOGIN_FAILED, RawPeer.code(refusals[0]));
    }

    @Test
    void shouldAnswerWhatComesInTheWrongOrder() {
        RawPeer peer = greeted(serve(Access.of(USERS).withAnonymous("talk")));
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(LAST, text("c=biws,r=abc,p=AAAA")));
        peer.answer(FIRST, text(CLIENT_FIRST));
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(FIRST, text(CLIENT_FIRST)));
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(LAST, text("c=biws,r=abc,p=AAAA")), "begin anew");
        peer.answer(FIRST, text(CLIENT_FIRST));
        peer.answer(ANONYMOUS, bytes());
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(ANONYMOUS, bytes()), "twice");
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(FIRST, text(CLIENT_FIRST)), "twice");
        assertArrayEquals(bytes(1), peer.answer(Talk.REQUEST, bytes(1)), "and the conversation goes on");
    }

    @Test
    void shouldAnswerWhatIsNoLogin() {
        byte[] whole = text(CLIENT_FIRST);
        int nonceAt = CLIENT_FIRST.indexOf("fyko");
        RawPeer peer = greeted(serve(Access.of(USERS)));
        for (int length = 0; length < nonceAt; length++) {
            assertEquals(
                    MessageFailure.MALFORMED, peer.refusal(FIRST, Arrays.copyOf(whole, length)), "cut at " + length);
        }
        assertEquals(MessageFailure.MALFORMED, peer.refusal(FIRST, bytes(0xFF, 0xFE)));
        byte[] serverFirst = peer.answer(FIRST, whole);
        byte[] last = unproven(serverFirst);
        assertEquals(MessageFailure.MALFORMED, peer.refusal(LAST, Arrays.copyOf(last, last.length - 1)));
        assertEquals(MessageFailure.OUT_OF_ORDER, peer.refusal(LAST, last), "it begins anew");
    }

    @Test
    void shouldNotTakeTheProofOfAnotherLogin() throws InterruptedException {
        InetSocketAddress address = serve(Access.of(USERS).withLimits(LENIENT));
        RawPeer first = greeted(address);
        RawPeer second = greeted(address);
        byte[] ours = first.answer(FIRST, text(CLIENT_FIRST));
        second.answer(FIRST, text(CLIENT_FIRST));
        assertEquals(MessageFailure.MALFORMED, second.refusal(LAST, unproven(ours)), "the nonce of another link");
    }

    @Test
    void shouldEndALinkAfterSomeFailures() {
        RawPeer peer = greeted(serve(Access.of(USERS).withLimits(LENIENT.withPerLink(2))));
        for (int i = 0; i < 2; i++) {
            byte[] serverFirst = peer.answer(FIRST, text(CLIENT_FIRST));
            assertEquals(MessageFailure.LOGIN_FAILED, peer.refusal(LAST, unproven(serverFirst)));
        }
        assertEquals(Goodbye.LOGIN_FAILED, peer.readGoodbye());
    }

    @Test
    void shouldLockOutWhoFailsTooOften() {
        InetSocketAddress address = serve(Access.of(USERS).withLimits(LENIENT.withLocks(100, 3, 600_000)));
        Credentials wrong = Credentials.of("alice", "wrong");
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    MessageFailure.LOGIN_FAILED,
                    failure(connect(address, wrong)).code());
        }
        assertEquals(
                MessageFailure.LOGIN_LATER, failure(connect(address, wrong)).code());
        Credentials right = Credentials.of("alice", "secret of alice");
        assertEquals(
                MessageFailure.LOGIN_LATER, failure(connect(address, right)).code(), "that is the price");
        Await.value(connect(address, Credentials.of("bob", "secret of bob")));
    }

    @Test
    void shouldLetAFailureWaitAndNothingBesideIt() {
        RawPeer peer = greeted(serve(Access.of(USERS).withLimits(LENIENT.withDelayMillis(200, 200))));
        byte[] serverFirst = peer.answer(FIRST, text(CLIENT_FIRST));
        long before = System.nanoTime();
        peer.send(RawPeer.request(70, LAST, unproven(serverFirst)));
        peer.send(RawPeer.request(71, FIRST, text(CLIENT_FIRST)));
        byte[] beside = peer.next();
        assertEquals(71, beside[4]);
        assertEquals(MessageFailure.OUT_OF_ORDER, RawPeer.code(beside));
        byte[] failed = peer.next();
        assertEquals(70, failed[4]);
        assertEquals(MessageFailure.LOGIN_FAILED, RawPeer.code(failed));
        assertTrue(System.nanoTime() - before >= 200_000_000L, "it has waited");
    }

    @Test
    void shouldNotTalkToAServerThatProvesNothing() {
        ConversationException failure = failure(connect(falseServer(4_096), Credentials.of("alice", "secret")));
        assertEquals(ConversationException.Cause.SERVER_NOT_PROVEN, failure.why());
    }

    @Test
    void shouldNotAnswerAServerThatAsksForTooLittleWork() {
        ConversationException failure = failure(connect(falseServer(1), Credentials.of("alice", "secret")));
        assertEquals(ConversationException.Cause.BREACH, failure.why());
    }

    /** Knows nobody, and says that everybody is in. */
    private InetSocketAddress falseServer(int iterations) {
        return ports.listen(
                        port,
                        link -> LengthFieldFraming.bigEndian(4, 4_096).around(new FrameHandler() {
                            @Override
                            public void onFrame(FramedLink framed, ByteBuffer payload) {
                                byte[] bytes = new byte[payload.remaining()];
                                payload.get(bytes);
                                framed.send(ByteBuffer.wrap(falseAnswer(bytes, iterations)));
                            }
                        }))
                .address();
    }

    private static byte[] falseAnswer(byte[] payload, int iterations) {
        if (payload[0] == 0x01) {
            byte[] ways = RawPeer.join(bytes(1), RawPeer.str16("SCRAM-SHA-256"), bytes(0));
            return RawPeer.join(Arrays.copyOf(RawPeer.hello(1, 1), 11), ways);
        }
        byte[] head = RawPeer.join(bytes(0x11), Arrays.copyOfRange(payload, 1, 5));
        if (payload[6] == 0) {
            String first = new String(payload, 11, payload.length - 11, StandardCharsets.US_ASCII);
            String nonce = first.substring(first.indexOf(",r=") + 3);
            return RawPeer.join(head, text("r=" + nonce + "more,s=AAAA,i=" + iterations));
        }
        return RawPeer.join(head, bytes(1), RawPeer.str16("*"), text("v=" + "A".repeat(43) + "="));
    }
}
