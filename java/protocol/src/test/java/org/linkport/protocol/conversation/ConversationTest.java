/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.RequestException;

/** Several protocols on one link: what is told to whom, in either direction, what is refused, and how it ends. */
class ConversationTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final Talk serverTalk = new Talk();
    private final Talk clientTalk = new Talk();
    private final Linkport port = ports.open();

    private InetSocketAddress serve(Conversations server) {
        return ports.listen(port, server).address();
    }

    private static Conversations server(Access access, Protocol... protocols) {
        return new Conversations(ConversationOptions.DEFAULT, access, List.of(protocols));
    }

    private CompletionStage<Conversation> connect(InetSocketAddress address, Protocol... protocols) {
        return Conversation.connect(port, address, Credentials.anonymous(), List.of(protocols));
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(4).putInt(value).flip();
    }

    private static int code(CompletionStage<?> stage) {
        return assertInstanceOf(RequestException.class, Await.failure(stage)).code();
    }

    @Test
    void shouldTellEachProtocolWhatIsItsOwnInEitherDirection() throws InterruptedException {
        Talk serverOther = new Talk("other", 0x8100, 0x40, null);
        Talk clientOther = new Talk("other", 0x8100, 0x40, null);
        InetSocketAddress address = serve(server(Access.everybody("talk", "other:some"), serverTalk, serverOther));
        Conversation client = Await.value(connect(address, clientOther, clientTalk));
        Talk.Talking theirs = serverTalk.next();
        Talk.Talking theirOther = serverOther.next();
        assertEquals(
                7,
                Await.value(client.messages().request(Talk.REQUEST, number(7), 0))
                        .getInt());
        assertEquals(
                8, Await.value(client.messages().request(0x8100, number(8), 0)).getInt());
        assertEquals(
                9,
                Await.value(theirs.conversation.messages().request(Talk.REQUEST, number(9), 0))
                        .getInt());
        client.messages().tell(Talk.MESSAGE, number(1));
        client.send(Talk.BACK, number(2));
        client.send(0x40, number(3));
        client.messages().tell(0x810F, number(4));
        Talk.Talking ours = clientTalk.next();
        Talk.Talking ourOther = clientOther.next();
        Await.until("both came back", () -> ours.heard.size() == 1 && ourOther.heard.size() == 1);
        Await.until("the last was heard", () -> theirOther.heard.size() == 1);
        assertEquals(List.of("payload 97 2"), ours.heard);
        assertEquals(List.of("payload 65 3"), ourOther.heard);
        assertEquals(List.of("message 257 1"), theirs.heard);
        assertEquals(List.of("message 33039 4"), theirOther.heard);
        assertEquals(ourOther, client.handler(Talk.Talking.class).orElseThrow()); // the first that was named
    }

    @Test
    void shouldOpenWhatBothSpeakAndTheUserMay() {
        Talk onlyServer = new Talk("only-server", 0x200, 0x50, null);
        Talk forbidden = new Talk("forbidden", 0x300, 0x52, null);
        InetSocketAddress address =
                serve(server(Access.everybody("talk:more", "only-server"), serverTalk, onlyServer, forbidden));
        Conversation client =
                Await.value(connect(address, clientTalk, forbidden, new Talk("only-client", 0x400, 0x54, null)));
        assertEquals(Set.of("talk:more", "only-server"), client.user().permissions());
        assertTrue(client.speaks("talk"));
        assertFalse(client.speaks("forbidden"));
        assertFalse(client.speaks("only-client"));
        assertTrue(onlyServer.opened.isEmpty());
        assertTrue(forbidden.opened.isEmpty());
        assertEquals(MessageFailure.NO_SUCH_TYPE, code(client.messages().request(0x200, number(1), 0)));
        assertEquals(MessageFailure.NOT_PERMITTED, code(client.messages().request(0x300, number(1), 0)));
        assertEquals(MessageFailure.NO_SUCH_TYPE, code(client.messages().request(0x400, number(1), 0)));
        assertEquals(MessageFailure.NO_SUCH_TYPE, code(client.messages().request(Talk.MESSAGE, number(1), 0)));
        assertEquals(
                5,
                Await.value(client.messages().request(Talk.REQUEST, number(5), 0))
                        .getInt());
    }

    @Test
    void shouldEndWithAWordForWhatMayNotBeSaid() {
        Talk forbidden = new Talk("forbidden", 0x300, 0x52, null);
        InetSocketAddress address = serve(server(Access.everybody("talk"), serverTalk, forbidden));
        Conversation message = Await.value(connect(address, clientTalk));
        message.messages().tell(0x300, number(1));
        assertEquals(Goodbye.NOT_PERMITTED, Await.value(message.heard()).code());
        Conversation payload = Await.value(connect(address, clientTalk));
        payload.send(0x52, number(1));
        assertEquals(Goodbye.NOT_PERMITTED, Await.value(payload.heard()).code());
        Conversation unknown = Await.value(connect(address, clientTalk));
        unknown.send(0x7F, number(1));
        assertEquals(Goodbye.BREACH, Await.value(unknown.heard()).code());
    }

    @Test
    void shouldTellEveryProtocolTheEnd() throws InterruptedException {
        Conversations server = server(Access.everybody("*"), serverTalk);
        Conversation client = Await.value(connect(serve(server), clientTalk));
        Talk.Talking theirs = serverTalk.next();
        assertEquals(
                theirs.conversation,
                server.find(theirs.conversation.link().id()).orElseThrow());
        assertEquals(1, server.open().size());
        client.close(new Goodbye(200, "enough"));
        assertEquals(new Goodbye(200, "enough"), Await.value(theirs.conversation.heard()));
        Await.value(theirs.closed);
        assertEquals(CloseReason.LOCAL_CLOSE, Await.value(clientTalk.next().closed));
        Await.value(theirs.conversation.ended());
        Await.value(client.ended());
        assertTrue(server.open().isEmpty());
    }

    @Test
    void shouldSayThatItStops() {
        Conversations server = server(Access.everybody("*"), serverTalk);
        InetSocketAddress address = serve(server);
        Conversation client = Await.value(connect(address, clientTalk));
        Await.value(server.stop());
        assertEquals(Goodbye.STOPPING, Await.value(client.heard()).code());
        ConversationException late =
                assertInstanceOf(ConversationException.class, Await.failure(connect(address, clientTalk)));
        assertEquals(ConversationException.Cause.GOODBYE, late.why());
        assertEquals(Goodbye.STOPPING, late.code());
    }

    @Test
    void shouldFailWhereNobodyListens() {
        InetSocketAddress address = serve(server(Access.everybody("*"), serverTalk));
        Linkport other = ports.open();
        Await.value(port.shutdown());
        assertInstanceOf(
                ConnectFailedException.class,
                Await.failure(Conversation.connect(
                        other,
                        address,
                        ConnectOptions.DEFAULT,
                        ConversationOptions.DEFAULT,
                        Credentials.anonymous(),
                        List.of())));
    }

    @Test
    void shouldRefuseProtocolsThatMeet() {
        Talk same = new Talk("other", Talk.REQUEST + 0xF, 0x40, null);
        assertThrows(IllegalArgumentException.class, () -> server(Access.everybody(), serverTalk, same));
        Talk sameKind = new Talk("other", 0x200, Talk.NOTED, null);
        assertThrows(IllegalArgumentException.class, () -> server(Access.everybody(), serverTalk, sameKind));
        assertThrows(IllegalArgumentException.class, () -> server(Access.everybody(), serverTalk, clientTalk));
        assertThrows(
                IllegalArgumentException.class,
                () -> server(Access.everybody(), new Talk("Capital", 0x200, 0x40, null)));
        assertThrows(
                IllegalArgumentException.class,
                () -> server(Access.everybody(), new Talk("login", 0x80F1, 0x40, null)));
        assertThrows(
                IllegalArgumentException.class, () -> server(Access.everybody(), new Talk("hello", 0x200, 0x3F, null)));
    }
}
