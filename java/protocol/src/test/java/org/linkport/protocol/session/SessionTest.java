/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.ReconnectPolicy;
import org.linkport.SendResult;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;

/**
 * Sessions whose links break at chosen moments: what is resumed, what is told when it cannot be, bounds, both ways to end,
 * and that nothing of a session is left.
 */
class SessionTest {
    static final Framing FRAMING = LengthFieldFraming.bigEndian(4, 1 << 20);
    private static final ReconnectPolicy SOON =
            ReconnectPolicy.DEFAULT.withDelays(5, 1, 5, 0).withStableMillis(0);
    private static final SessionOptions OPTIONS = SessionOptions.DEFAULT;

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<Sessions> all = new ArrayList<>();
    private final ConcurrentLinkedQueue<KeptSession> served = new ConcurrentLinkedQueue<>();
    private final KeptSession client = new KeptSession();
    private Linkport port;

    private Sessions sessions(SessionOptions options) {
        Sessions made = new Sessions(options);
        all.add(made);
        return made;
    }

    @AfterEach
    void endAll() {
        all.forEach(Sessions::close);
        for (Sessions each : all) {
            Await.value(each.ended());
            assertEquals(0, each.count());
        }
        assertTrue(!client.opened.isDone() || client.ended.isDone());
        served.forEach(kept -> assertTrue(kept.ended.isDone()));
    }

    private InetSocketAddress listen(Sessions sessions) {
        port = port == null ? ports.open() : port;
        Listener listener = ports.listen(port, sessions.server(FRAMING, () -> {
            KeptSession kept = new KeptSession();
            served.add(kept);
            return kept;
        }));
        return listener.address();
    }

    private Session connect(Sessions sessions, InetSocketAddress address, ReconnectPolicy policy) {
        return sessions.client(port, List.of(address), ConnectOptions.DEFAULT, policy, FRAMING, client);
    }

    private KeptSession server() {
        Await.until("a session is served", () -> !served.isEmpty());
        return served.peek();
    }

    private static void send(Session session, String text) {
        assertTrue(session.send(KeptSession.text(text)).isAccepted());
    }

    private static void awaitMessages(KeptSession kept, String... texts) {
        Await.until(() -> "has " + kept.messages, () -> kept.messages.size() >= texts.length);
        assertEquals(List.of(texts), kept.messages);
    }

    @Test
    void shouldGoOnWhereItWasOverFurtherLinks() {
        Sessions sessions = sessions(OPTIONS);
        Session ours = connect(sessions, listen(sessions), SOON);
        send(ours, "before there is a link");
        KeptSession server = server();
        Session theirs = Await.value(server.opened);
        awaitMessages(server, "before there is a link");
        for (int i = 0; i < 5; i++) {
            Link link = client.links.get(client.links.size() - 1);
            link.abort();
            send(theirs, "theirs " + i);
            send(ours, "ours " + i);
            int expected = i + 2;
            Await.until("the next link", () -> client.links.size() == expected && server.links.size() == expected);
        }
        awaitMessages(client, "theirs 0", "theirs 1", "theirs 2", "theirs 3", "theirs 4");
        awaitMessages(server, "before there is a link", "ours 0", "ours 1", "ours 2", "ours 3", "ours 4");
        Await.until("all is acknowledged", () -> ours.unacknowledged() + theirs.unacknowledged() == 0);
        assertEquals(0, ours.replayBytes() + theirs.replayBytes());
        assertEquals(1, served.size());
        assertEquals(5, server.unlinks.get());
    }

    @Test
    void shouldTakeTheSessionFromALinkThatItsServerThinksIsThere() {
        Sessions there = sessions(OPTIONS.withHeartbeat(0, 1));
        InetSocketAddress address = listen(there);
        try (CuttingProxy proxy = CuttingProxy.unnoticed(address)) {
            Session ours = connect(sessions(OPTIONS), proxy.address(), SOON);
            Await.value(client.opened);
            for (int i = 1; i < 5; i++) {
                proxy.cutNow();
                send(ours, "message " + i);
                int expected = i;
                Await.until("message " + i, () -> server().messages.size() == expected);
            }
            assertEquals(1, served.size());
            Await.until(() -> "has " + links(), () -> port.links().count() == 2);
        }
    }

    private List<String> links() {
        List<String> all = new ArrayList<>();
        port.links().forEach(link -> all.add(link + " " + link.stats()));
        return all;
    }

    @Test
    void shouldTellAGapWhenTheServerHasForgotten() {
        Sessions sessions = sessions(OPTIONS.withResumeMillis(1));
        InetSocketAddress address = listen(sessions);
        try (CuttingProxy proxy = CuttingProxy.unnoticed(address)) {
            Session ours = connect(sessions(OPTIONS), proxy.address(), SOON);
            send(ours, "first");
            KeptSession server = server();
            awaitMessages(server, "first");
            Await.until("acknowledged", () -> ours.unacknowledged() == 0);
            proxy.refuseNext(true);
            server.links.get(0).abort();
            assertEquals(SessionEnd.EXPIRED, Await.value(server.ended));
            send(ours, "second");
            proxy.refuseNext(false);
            Await.until("the gap", () -> !client.gaps.isEmpty());
            assertEquals(List.of(new Gap(Gap.Cause.SESSION_LOST, 0)), client.gaps);
            Await.until("a session that knows nothing", () -> served.size() == 2);
            KeptSession second = served.stream().skip(1).findFirst().orElseThrow();
            awaitMessages(second, "second");
            assertFalse(client.ended.isDone());
        }
    }

    @Test
    void shouldBoundWhatItKeeps() {
        Sessions sessions = sessions(
                OPTIONS.withReplay(4_000, SessionOptions.Overflow.REJECT).withMaxPayloadBytes(1_000));
        port = ports.open();
        Session ours =
                connect(sessions, ports.listen(port, link -> (l, data) -> {}).address(), SOON);
        ByteBuffer message = ByteBuffer.allocate(936); // 1,000 with what is counted for each
        assertEquals(SendResult.QUEUED, ours.send(message.clear()));
        assertEquals(SendResult.QUEUED, ours.send(message.clear()));
        assertEquals(SendResult.CONGESTED, ours.send(message.clear()));
        assertEquals(SendResult.CONGESTED, ours.send(message.clear()));
        assertEquals(SendResult.REJECTED, ours.send(message.clear()));
        assertEquals(936, message.remaining(), "what is rejected is not touched");
        assertThrows(IllegalArgumentException.class, () -> ours.send(ByteBuffer.allocate(1_001)));
        assertEquals(4_000, ours.replayBytes());
        ours.abort();
        assertEquals(SessionEnd.ABORTED, Await.value(client.ended));
        assertEquals(4, Await.value(client.unacknowledged));
        assertEquals(SendResult.REJECTED, ours.send(message.clear()));
        client.opened.cancel(false);
    }

    @Test
    void shouldTellWhenThereIsRoomAgain() {
        Sessions sessions = sessions(
                OPTIONS.withReplay(4_000, SessionOptions.Overflow.REJECT).withMaxPayloadBytes(1_000));
        Session ours = connect(sessions, listen(sessions), SOON);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            SendResult result = ours.send(ByteBuffer.allocate(500));
            accepted += result.isAccepted() ? 1 : 0;
            if (result == SendResult.REJECTED) {
                int before = client.writable.get();
                Await.until("room", () -> client.writable.get() > before || ours.replayBytes() < 1_000);
            }
        }
        int expected = accepted;
        Await.until("all of them", () -> server().messages.size() == expected);
        assertTrue(client.writable.get() > 0);
    }

    @Test
    void shouldDropTheOldestAndSaySo() {
        Sessions sessions = sessions(
                OPTIONS.withReplay(1_100, SessionOptions.Overflow.DROP_OLDEST).withMaxPayloadBytes(1_000));
        InetSocketAddress address = listen(sessions);
        try (CuttingProxy proxy = CuttingProxy.unnoticed(address)) {
            Session ours = connect(sessions, proxy.address(), SOON);
            send(ours, "first");
            awaitMessages(server(), "first");
            Await.until("acknowledged", () -> ours.unacknowledged() == 0);
            proxy.refuseNext(true);
            proxy.cutNow();
            Await.until("no link", () -> client.unlinks.get() == 1);
            for (int i = 0; i < 100; i++) {
                assertTrue(
                        ours.send(KeptSession.text(String.format("%046d", i))).isAccepted());
            }
            proxy.refuseNext(false);
            KeptSession server = server();
            Await.until("the last", () -> server.messages.size() == 11);
            assertEquals(List.of(new Gap(Gap.Cause.DROPPED, 90)), server.gaps);
            assertEquals(String.format("%046d", 90), server.messages.get(1));
            assertEquals(String.format("%046d", 99), server.messages.get(10));
            assertEquals(List.of(), client.gaps);
        }
    }

    @Test
    void shouldEndOnBothSidesOnceEverythingIsAcknowledged() {
        Sessions sessions = sessions(OPTIONS);
        Session ours = connect(sessions, listen(sessions), SOON);
        for (int i = 0; i < 100; i++) {
            send(ours, "m");
        }
        ours.close();
        assertEquals(SendResult.REJECTED, ours.send(KeptSession.text("late")));
        assertEquals(SessionEnd.CLOSED, Await.value(client.ended));
        assertEquals(0, Await.value(client.unacknowledged));
        assertEquals(SessionEnd.CLOSED_BY_PEER, Await.value(server().ended));
        assertEquals(100, server().messages.size());
        Await.until("no session is left", () -> sessions.count() == 0);
        assertFalse(ours.execute(() -> {}));
        Await.until("no link is left", () -> port.links().count() == 0);
    }

    @Test
    void shouldLetTheServerEndIt() {
        Sessions sessions = sessions(OPTIONS);
        connect(sessions, listen(sessions), SOON);
        Session theirs = Await.value(server().opened);
        send(theirs, "bye");
        theirs.close();
        assertEquals(SessionEnd.CLOSED_BY_PEER, Await.value(client.ended));
        assertEquals(SessionEnd.CLOSED, Await.value(server().ended));
        assertEquals(List.of("bye"), client.messages);
    }

    @Test
    void shouldGiveUpAsItsPolicySays() {
        Sessions sessions = sessions(OPTIONS);
        port = ports.open();
        Listener listener = ports.listen(port, link -> (l, data) -> {});
        listener.close();
        Session ours = connect(sessions, listener.address(), SOON.withLimits(2, 0));
        send(ours, "in vain");
        assertEquals(SessionEnd.GAVE_UP, Await.value(client.ended));
        assertEquals(1, Await.value(client.unacknowledged));
    }

    @Test
    void shouldRefuseMoreSessionsThanItMayHave() {
        Sessions there = sessions(OPTIONS.withMaxSessions(1));
        InetSocketAddress address = listen(there);
        Sessions here = sessions(OPTIONS);
        connect(here, address, SOON);
        Await.value(client.opened);
        KeptSession second = new KeptSession();
        here.client(port, List.of(address), ConnectOptions.DEFAULT, SOON, FRAMING, second);
        assertEquals(SessionEnd.REFUSED, Await.value(second.ended));
        assertEquals(1, served.size());
    }

    @Test
    void shouldRunTasksInTheOrderTheyCameWithAndWithoutALink() {
        Sessions sessions = sessions(OPTIONS);
        Session ours = connect(sessions, listen(sessions), SOON);
        List<Integer> ran = new ArrayList<>(); // by one owner after the other, so no lock
        int tasks = 1_000;
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            int task = i;
            if (i % 100 == 50) {
                ours.link().ifPresent(Link::abort);
            }
            assertTrue(ours.execute(() -> {
                ran.add(task);
                done.countDown();
            }));
        }
        Await.latch(done);
        for (int i = 0; i < tasks; i++) {
            assertEquals(i, ran.get(i));
        }
        CompletableFuture<Void> timed = new CompletableFuture<>();
        ours.schedule(1, () -> timed.complete(null));
        assertTrue(ours.schedule(60_000, () -> timed.completeExceptionally(new AssertionError()))
                .cancel());
        Await.value(timed);
    }

    @Test
    void shouldGoOnAfterAHandlerThatThrewAndNotTellItsMessageAgain() {
        ports.expectHandlerErrors(1);
        Sessions sessions = sessions(OPTIONS);
        port = ports.open();
        KeptSession server = new KeptSession() {
            @Override
            public void onMessage(Session session, ByteBuffer payload) {
                super.onMessage(session, payload);
                if ("bad".equals(messages.get(messages.size() - 1))) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        served.add(server);
        InetSocketAddress address =
                ports.listen(port, sessions.server(FRAMING, () -> server)).address();
        Session ours = connect(sessions, address, SOON);
        send(ours, "good");
        send(ours, "bad");
        send(ours, "better");
        awaitMessages(server, "good", "bad", "better");
        assertEquals(2, server.links.size());
    }

    @Test
    void shouldEndAllSessionsWithTheLinkport() {
        Sessions sessions = sessions(OPTIONS.withResumeMillis(50));
        connect(sessions, listen(sessions), SOON);
        Await.value(client.opened);
        Await.value(port.shutdown());
        assertEquals(SessionEnd.SHUTDOWN, Await.value(client.ended));
        assertEquals(SessionEnd.EXPIRED, Await.value(server().ended));
    }
}
