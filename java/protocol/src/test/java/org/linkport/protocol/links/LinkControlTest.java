/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.conversation.Goodbye;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.RequestException;

/**
 * An operator at a server with conversations and other links: lists in every order, with filters and limits; closes; sends;
 * reads statistics; and is refused what it may not do, and what cannot be read.
 */
class LinkControlTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final ExecutorService executor = ports.endLater(Executors.newSingleThreadExecutor());
    private Linkport serverPort;
    private Linkport clientPort;
    private InetSocketAddress address;
    private InetSocketAddress rawAddress;

    private void serve(String... permissions) {
        serverPort = ports.open();
        clientPort = ports.open();
        AtomicReference<Conversations> server = new AtomicReference<>();
        server.set(new Conversations(
                ConversationOptions.DEFAULT,
                Access.everybody(permissions),
                List.of(LinkControl.server(serverPort, id -> find(server.get(), id), executor))));
        address = ports.listen(serverPort, server.get()).address();
        rawAddress = ports.listen(serverPort, link -> (from, data) -> data.position(data.limit()))
                .address();
    }

    private static Optional<Conversation> find(Conversations server, long id) {
        return server.find(id);
    }

    private LinkClient connect() {
        return Await.value(Conversation.connect(
                        clientPort,
                        address,
                        Credentials.anonymous(),
                        List.of(LinkControl.client(bytes -> notices.add(new String(bytes, StandardCharsets.UTF_8))))))
                .handler(LinkClient.class)
                .orElseThrow();
    }

    private List<Peer> rawPeers(int count) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(ports.peer(rawAddress));
        }
        Await.until("all links are open", () -> serverPort.links().count() >= count);
        return peers;
    }

    private String local(Peer peer) {
        return "127.0.0.1:" + peer.socket().getLocalPort();
    }

    @Test
    void shouldListEveryLinkInOrder() {
        serve("links:list");
        LinkClient operator = connect();
        List<Peer> peers = rawPeers(3);
        for (int i = 0; i < 3; i++) {
            peers.get(i).send(new byte[1_000 * (3 - i)]);
        }
        Await.until("all has come", () -> serverPort.stats().bytesReceived() >= 6_000);
        LinkQuery query = new LinkQuery(LinkQuery.Sort.RECEIVED, true, rawAddress.getPort() + "", 100);
        LinkTable table = Await.value(operator.list(query));
        assertEquals(4, table.open());
        assertEquals(3, table.matching());
        assertEquals(
                peers.stream().map(this::local).toList(),
                table.rows().stream().map(LinkRow::remote).toList());
        assertEquals(
                List.of(3_000L, 2_000L, 1_000L),
                table.rows().stream().map(LinkRow::bytesReceived).toList());
        for (LinkQuery.Sort sort : LinkQuery.Sort.values()) {
            assertEquals(
                    4,
                    Await.value(operator.list(new LinkQuery(sort, false, "", 100)))
                            .rows()
                            .size());
        }
        assertEquals(
                2,
                Await.value(operator.list(new LinkQuery(LinkQuery.Sort.ID, false, "", 2)))
                        .rows()
                        .size());
    }

    @Test
    void shouldCloseLinksAndConversations() {
        serve("links");
        LinkClient operator = connect();
        LinkClient other = connectNamed();
        Peer peer = rawPeers(1).get(0);
        Await.until("three", () -> serverPort.links().count() == 3);
        long raw = id(operator, local(peer));
        assertTrue(Await.value(operator.close(raw, false)));
        peer.expectEnd();
        peer.close();
        Await.until("it is gone", () -> serverPort.links().find(raw).isEmpty());
        assertFalse(Await.value(operator.close(raw, false)));
        long spoken = id(
                operator, "127.0.0.1:" + otherConversation.link().localAddress().getPort());
        assertTrue(Await.value(operator.close(spoken, false)));
        assertEquals(
                Goodbye.ENDED_BY_OPERATOR,
                Await.value(otherConversation.heard()).code());
        assertTrue(other != null);
    }

    private Conversation otherConversation;

    private LinkClient connectNamed() {
        otherConversation = Await.value(Conversation.connect(
                clientPort,
                address,
                Credentials.anonymous(),
                List.of(LinkControl.client(bytes -> notices.add(new String(bytes, StandardCharsets.UTF_8))))));
        return otherConversation.handler(LinkClient.class).orElseThrow();
    }

    private static long id(LinkClient operator, String remote) {
        LinkTable table = Await.value(operator.list(new LinkQuery(LinkQuery.Sort.ID, false, remote, 2)));
        assertEquals(1, table.rows().size(), () -> remote + " of " + table);
        return table.rows().get(0).id();
    }

    @Test
    void shouldSendToOneAndToAll() throws InterruptedException {
        serve("links");
        LinkClient operator = connect();
        connectNamed();
        Peer peer = rawPeers(1).get(0);
        Await.until("three", () -> serverPort.links().count() == 3);
        assertEquals(1, Await.value(operator.send(id(operator, local(peer)), "one".getBytes(StandardCharsets.UTF_8))));
        assertEquals("one", peer.readText(3));
        assertEquals(2, Await.value(operator.send(LinkClient.ALL, "all".getBytes(StandardCharsets.UTF_8))));
        assertEquals("all", peer.readText(3));
        assertEquals("all", notices.poll(Await.SECONDS, TimeUnit.SECONDS));
        assertEquals(0, Await.value(operator.send(0x7FFF_FFFF_FFFFL, new byte[1])));
    }

    @Test
    void shouldTellStatistics() {
        serve("links:stats");
        LinkClient operator = connect();
        ServerStats stats = Await.value(operator.stats());
        assertEquals(Ports.ENGINE.name(), stats.engine());
        assertEquals(1, stats.linksOpen());
        assertEquals(2, stats.workers().size());
        assertTrue(stats.heapUsedBytes() > 0 && stats.heapUsedBytes() <= stats.heapMaxBytes(), stats.toString());
        assertEquals(
                1,
                stats.workers().stream()
                        .mapToLong(ServerStats.Worker::linksOpen)
                        .sum());
        assertTrue(stats.workers().get(0).aliveNanos() >= stats.workers().get(0).waitNanos(), stats.toString());
    }

    @Test
    void shouldRefuseWhatIsNotPermittedOrCannotBeRead() {
        serve("links:list");
        LinkClient operator = connect();
        refused(MessageFailure.NOT_PERMITTED, operator.close(1, false));
        refused(MessageFailure.NOT_PERMITTED, operator.send(1, new byte[1]));
        refused(MessageFailure.NOT_PERMITTED, operator.stats());
        connectNamed();
        refused(MessageFailure.MALFORMED, request(LinkControl.LIST, new byte[] {99, 0, 0, 0, 0, 0, 0, 1}));
        refused(MessageFailure.MALFORMED, request(LinkControl.LIST, new byte[3]));
        refused(MessageFailure.NO_SUCH_TYPE, request(0x82FE, new byte[0]));
    }

    private CompletionStage<ByteBuffer> request(int type, byte[] body) {
        return otherConversation.messages().request(type, ByteBuffer.wrap(body), 30_000);
    }

    private static void refused(int code, CompletionStage<?> answer) {
        assertEquals(
                code,
                assertInstanceOf(RequestException.class, Await.failure(answer)).code());
    }
}
