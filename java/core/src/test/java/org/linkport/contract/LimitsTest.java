/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Promise 7, maxLinks: never more links, accepting pauses and resumes, nothing spins and nothing is dropped. Attacks the
 * wake-up of listeners that wait for room, when whoever is woken does not need it.
 */
class LimitsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private Listener echo(Linkport port) {
        return ports.listen(port, link -> new Recorder.Echo(ports));
    }

    private static void echoes(Peer peer) {
        assertEquals("x", peer.send("x").readText(1));
    }

    @Test
    void shouldPauseAcceptingAtTheLimitAndResume() {
        Linkport port = ports.open(ports.builder().maxLinks(3));
        Listener listener = echo(port);
        List<Peer> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(ports.peer(listener.address()));
            echoes(first.get(i));
        }
        List<Peer> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(ports.peer(listener.address()).send("x"));
        }
        assertEquals(3, port.links().count());
        long steps = port.stats().steps();
        for (int i = 0; i < 3; i++) {
            first.get(i).close();
            assertEquals("x", waiting.get(i).readText(1));
            assertTrue(port.links().count() <= 3);
        }
        assertTrue(port.stats().steps() - steps < 10_000, "a worker spins");
        assertEquals(0, port.stats().acceptsFailed());
    }

    @Test
    void shouldNotSpinWhileItWaitsForRoom() {
        Linkport port = ports.open(ports.builder().maxLinks(1).workers(1));
        Listener listener = echo(port);
        Peer only = ports.peer(listener.address());
        echoes(only);
        ports.peer(listener.address());
        for (int i = 0; i < 5; i++) {
            echoes(only); // by now the worker knows of the connection that waits
        }
        long steps = port.stats().steps();
        for (int i = 0; i < 100; i++) {
            echoes(only);
        }
        long turns = port.stats().steps() - steps;
        assertTrue(turns < 1_000, () -> turns + " steps for 100 echoes");
    }

    @Test
    void shouldNeverExceedTheLimit() {
        int limit = 5;
        Linkport port = ports.open(ports.builder().maxLinks(limit).workers(3));
        Listener listener = echo(port);
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Thread looking = new Thread(() -> {
            while (!stop.get()) {
                most.accumulateAndGet(port.links().count(), Math::max);
            }
        });
        looking.start();
        List<Thread> clients = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            clients.add(new Thread(() -> {
                for (int i = 0; i < 25; i++) {
                    try (Peer peer = Peer.connect(listener.address())) {
                        echoes(peer);
                    }
                }
            }));
        }
        clients.forEach(Thread::start);
        clients.forEach(Await::end);
        stop.set(true);
        Await.end(looking);
        assertTrue(most.get() <= limit, () -> "links at once: " + most);
        Await.until("all closed", () -> port.stats().linksClosed() == 200);
    }

    @Test
    void shouldWakeEveryListenerThatWaits() {
        Linkport port = ports.open(ports.builder().maxLinks(2).workers(2));
        Listener one = echo(port);
        Listener two = echo(port);
        Listener three = echo(port);
        Peer first = ports.peer(one.address());
        Peer second = ports.peer(one.address());
        echoes(first);
        echoes(second);
        List<Peer> waiting = new ArrayList<>();
        for (Listener listener : List.of(one, two, three)) {
            waiting.add(ports.peer(listener.address()).send("x"));
        }
        // The first that waits goes away with its listener: the room it is told of must reach the others.
        one.close();
        first.close();
        second.close();
        assertEquals("x", waiting.get(1).readText(1));
        assertEquals("x", waiting.get(2).readText(1));
    }

    @Test
    void shouldFailConnectsBeyondTheLimit() {
        Linkport server = ports.open();
        Listener listener = echo(server);
        Linkport port = ports.open(ports.builder().maxLinks(2));
        Recorder first = new Recorder(ports);
        Recorder second = new Recorder(ports);
        ports.connect(port, listener.address(), first);
        ports.connect(port, listener.address(), second);
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class,
                Await.failure(port.connect(listener.address(), link -> new Recorder(ports))));
        assertEquals(CloseReason.LIMIT, failure.reason());
        assertEquals(1, port.stats().connectsFailed());
        first.link().close();
        first.reason();
        Recorder third = new Recorder(ports);
        Await.until("room again", () -> {
            try {
                port.connect(listener.address(), link -> third)
                        .toCompletableFuture()
                        .join();
                return true;
            } catch (java.util.concurrent.CompletionException e) {
                return false;
            }
        });
        third.link().close();
    }

    @Test
    void shouldGiveThePlaceOfAFailedConnectBack() throws Exception {
        Linkport port = ports.open(ports.builder().maxLinks(1));
        try (BusyServer busy = new BusyServer()) {
            ConnectOptions options = ConnectOptions.DEFAULT.withTimeoutMillis(100);
            for (int i = 0; i < 5; i++) {
                ConnectFailedException failure = assertInstanceOf(
                        ConnectFailedException.class,
                        Await.failure(port.connect(busy.address(), options, link -> new Recorder(ports))));
                assertEquals(CloseReason.CONNECT_TIMEOUT, failure.reason());
            }
        }
        echoes(ports.peer(echo(port).address()));
    }
}
