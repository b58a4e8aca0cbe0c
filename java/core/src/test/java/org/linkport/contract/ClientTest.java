/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Client;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.Listener;
import org.linkport.ReconnectPolicy;

/**
 * A client over many links. Attacks it with servers that end, refuse, do not resolve, never answer or close at once, and
 * with its own end in each state: connected, connecting, waiting, shut down.
 */
class ClientTest {
    private static final ReconnectPolicy SOON =
            ReconnectPolicy.DEFAULT.withDelays(1, 1.5, 20, 0.5).withStableMillis(0);
    private static final ReconnectPolicy LATE = SOON.withDelays(3_600_000, 1, 3_600_000, 0);

    @RegisterExtension
    final Ports ports = new Ports();

    private final Linkport port = ports.open();
    private final Told told = new Told();

    /** Keeps what a client told, in order. */
    private static final class Told implements Client.Events {
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onLink(Client client, Link link) {
            assertTrue(link.worker().isCurrentThread());
            events.add("link");
        }

        @Override
        public void onRetry(Client client, int failures, long delayMillis, CloseReason reason) {
            events.add("retry " + failures + " " + reason);
        }

        @Override
        public void onGivenUp(Client client, CloseReason reason) {
            events.add("given up " + reason);
        }

        String next() {
            try {
                String next = events.poll(Await.SECONDS, TimeUnit.SECONDS);
                assertTrue(next != null, "nothing was told");
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void awaitNext(String event) {
            String next = next();
            while (!next.equals(event)) {
                assertTrue(next.startsWith("retry"), next);
                next = next();
            }
        }
    }

    private Client client(ReconnectPolicy policy, ConnectOptions options, InetSocketAddress address) {
        return port.client(List.of(address), options, policy, told, link -> new Recorder(ports));
    }

    private Client client(ReconnectPolicy policy, InetSocketAddress address) {
        return client(policy, ConnectOptions.DEFAULT, address);
    }

    private void checkEnded(Client client) {
        Await.value(client.ended());
        assertTrue(client.link().isEmpty());
        client.close(); // changes nothing
        assertEquals(List.of(), List.copyOf(told.events));
    }

    @Test
    void shouldConnectAgainWheneverTheServerEndsTheLink() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Client client = client(SOON, (InetSocketAddress) server.getLocalSocketAddress());
            for (int i = 1; i <= 5; i++) {
                Peer peer = ports.closeLater(new Peer(server.accept()));
                assertEquals("link", told.next());
                Link link = client.link().orElseThrow();
                assertEquals(i, client.linkCount());
                link.send(new byte[] {7});
                peer.read(1);
                if (i == 5) {
                    client.close();
                    peer.expectEnd();
                    peer.close();
                } else if (i % 2 == 0) {
                    peer.close();
                    assertEquals("retry 0 PEER_CLOSE", told.next());
                } else {
                    peer.reset();
                    assertEquals("retry 0 RESET", told.next());
                }
            }
            checkEnded(client);
        }
    }

    @Test
    void shouldComeBackWhenTheServerDoes() {
        Linkport server = ports.open();
        Listener listener = ports.listen(server, link -> new Recorder(ports));
        InetSocketAddress address = listener.address();
        Client client = client(SOON, address);
        for (int restart = 0; restart < 3; restart++) {
            told.awaitNext("link");
            Await.value(server.shutdown());
            Await.until("it has noticed", () -> told.events.peek() != null);
            server = ports.open();
            Linkport restarted = server;
            Await.until("the address is free", () -> listens(restarted, address));
        }
        told.awaitNext("link");
        client.close();
        checkEnded(client);
        assertEquals(4, client.linkCount());
    }

    private boolean listens(Linkport server, InetSocketAddress address) {
        try {
            server.listen(address, link -> new Recorder(ports));
            return true;
        } catch (ListenFailedException e) {
            return false;
        }
    }

    @Test
    void shouldGiveUpAfterItsAttempts() throws Exception {
        try (Socket bound = new Socket()) { // keeps the TCP port from others, and does not listen
            bound.bind(Ports.loopback());
            Client client = client(SOON.withLimits(3, 0), (InetSocketAddress) bound.getLocalSocketAddress());
            assertEquals("retry 1 REFUSED", told.next());
            assertEquals("retry 2 REFUSED", told.next());
            assertEquals("given up REFUSED", told.next());
            checkEnded(client);
            assertEquals(3, port.stats().connectsFailed());
        }
    }

    @Test
    void shouldGiveUpAfterItsTime() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(Ports.loopback());
            Client client = client(SOON.withLimits(0, 1), (InetSocketAddress) bound.getLocalSocketAddress());
            told.awaitNext("given up REFUSED");
            checkEnded(client);
        }
    }

    @Test
    void shouldCountLinksThatEndAtOnceAsFailures() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ReconnectPolicy policy = SOON.withStableMillis(3_600_000).withLimits(2, 0);
            Client client = client(policy, (InetSocketAddress) server.getLocalSocketAddress());
            ports.closeLater(new Peer(server.accept())).close();
            assertEquals("link", told.next());
            assertEquals("retry 1 PEER_CLOSE", told.next());
            ports.closeLater(new Peer(server.accept())).close();
            assertEquals("link", told.next());
            assertEquals("given up PEER_CLOSE", told.next());
            checkEnded(client);
        }
    }

    @Test
    void shouldConnectOnceItsNameResolves() {
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        AtomicInteger asked = new AtomicInteger();
        ConnectOptions options = ConnectOptions.DEFAULT.withResolver(host -> {
            if (asked.incrementAndGet() < 3) {
                throw new UnknownHostException("not yet");
            }
            return List.of(listener.address().getAddress());
        });
        Client client = client(
                SOON,
                options,
                InetSocketAddress.createUnresolved(
                        "later.example", listener.address().getPort()));
        assertEquals("retry 1 UNRESOLVED", told.next());
        assertEquals("retry 2 UNRESOLVED", told.next());
        assertEquals("link", told.next());
        client.close();
        checkEnded(client);
    }

    @Test
    void shouldEndWhileItWaits() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(Ports.loopback());
            Client client = client(LATE, (InetSocketAddress) bound.getLocalSocketAddress());
            assertEquals("retry 1 REFUSED", told.next());
            assertFalse(client.ended().toCompletableFuture().isDone());
            client.close();
            checkEnded(client);
        }
    }

    @Test
    void shouldEndWhileItConnects() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            Client client = client(LATE, ConnectOptions.DEFAULT.withTimeoutMillis(60_000), busy.address());
            client.close();
            checkEnded(client);
            assertEquals(0, client.linkCount());
        }
    }

    @Test
    void shouldEndWithTheLinkportInEveryState() throws Exception {
        try (BusyServer busy = new BusyServer();
                Socket bound = new Socket()) {
            bound.bind(Ports.loopback());
            Listener listener = ports.listen(ports.open(), link -> new Recorder(ports));
            Client connected = client(LATE, listener.address());
            assertEquals("link", told.next());
            Client waiting = client(LATE, (InetSocketAddress) bound.getLocalSocketAddress());
            assertEquals("retry 1 REFUSED", told.next());
            Client connecting = client(LATE, busy.address());
            Await.value(port.shutdown());
            checkEnded(connected);
            checkEnded(waiting);
            checkEnded(connecting);
            checkEnded(client(SOON, listener.address()));
        }
    }

    @Test
    void shouldGoOnWhenEventsAndFactoriesThrow() {
        ports.expectHandlerErrors(3);
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        AtomicInteger made = new AtomicInteger();
        CompletableFuture<Link> opened = new CompletableFuture<>();
        Client.Events throwing = new Client.Events() {
            @Override
            public void onRetry(Client client, int failures, long delayMillis, CloseReason reason) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onLink(Client client, Link link) {
                opened.complete(link);
                throw new StackOverflowError("on purpose");
            }
        };
        Client client = port.client(List.of(listener.address()), ConnectOptions.DEFAULT, SOON, throwing, link -> {
            if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return new Recorder(ports);
        });
        assertEquals(Await.value(opened), client.link().orElseThrow());
        client.close();
        Await.value(client.ended());
    }

    @Test
    void shouldKeepADispatchedLinkUp() throws Exception {
        ConnectOptions options = ConnectOptions.DEFAULT.withLink(
                LinkOptions.DEFAULT.dispatch(ports.endLater(Executors.newCachedThreadPool())));
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            Client client = port.client(List.of(address), options, SOON, told, link -> new Recorder(ports) {
                @Override
                boolean isInPlace(Link own) {
                    return !own.worker().isCurrentThread();
                }
            });
            for (int i = 0; i < 5; i++) {
                Peer peer = ports.closeLater(new Peer(server.accept()));
                assertEquals("link", told.next());
                peer.close();
                assertEquals("retry 0 PEER_CLOSE", told.next());
            }
            client.close();
            Await.value(client.ended());
        }
    }
}
