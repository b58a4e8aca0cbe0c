/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.ConnectOptions;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;
import org.linkport.SendResult;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.Framing;
import org.linkport.protocol.frame.LengthFieldFraming;

/**
 * Cuts the links of sessions at random bytes, thousands of times, while both sides send, and some cuts the server does not
 * even notice. The model is a counter for each
 * direction: what comes is 1, 2, 3 … with the right bytes, nothing twice, nothing missing, and no gap is told.
 */
class SessionModelTest {
    private static final int CUTS = Integer.getInteger("linkport.test.cuts", 1_000);
    private static final int SESSIONS = 4;
    private static final int WAIT_SECONDS = 600;
    private static final long POLL_NANOS = 500_000;
    private static final int BURST = 4;
    private static final Framing FRAMING = LengthFieldFraming.bigEndian(4, 1 << 20);
    private static final ReconnectPolicy AT_ONCE =
            ReconnectPolicy.DEFAULT.withDelays(1, 1, 1, 0).withStableMillis(0);

    @RegisterExtension
    final Ports ports = new Ports();

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    /** One side of one session: sends numbers until it is told to stop, and checks those that come. */
    private final class Side implements SessionHandler {
        final String name;
        final AtomicLong sent = new AtomicLong();
        final AtomicLong received = new AtomicLong();
        final CompletableFuture<Session> opened = new CompletableFuture<>();
        final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
        private int depth;

        Side(String name) {
            this.name = name;
        }

        private void check(boolean kept, String fault) {
            if (!kept) {
                faults.add(name + ": " + fault);
            }
        }

        private void serial(Runnable body) {
            check(depth++ == 0, "callbacks overlap or nest");
            body.run();
            depth--;
        }

        @Override
        public void onOpen(Session session) {
            serial(() -> opened.complete(session));
        }

        @Override
        public void onMessage(Session session, ByteBuffer payload) {
            serial(() -> {
                long number = payload.getLong();
                long expected = received.get() + 1;
                check(number == expected, number + " came and " + expected + " was next");
                check(payload.remaining() == size(number) - 8, "message " + number + " has another size");
                while (payload.hasRemaining()) {
                    check(payload.get() == (byte) number, "message " + number + " has other bytes");
                }
                received.set(number);
            });
        }

        @Override
        public void onGap(Session session, Gap gap) {
            serial(() -> check(false, "told of " + gap));
        }

        @Override
        public void onEnd(Session session, SessionEnd end, long unacknowledged) {
            serial(() -> ended.complete(end));
        }

        /** From one thread. False if there is no room. */
        boolean sendNext(Session session) {
            long number = sent.get() + 1;
            ByteBuffer message = ByteBuffer.allocate(size(number)).putLong(number);
            while (message.hasRemaining()) {
                message.put((byte) number);
            }
            boolean accepted = session.send(message.flip()) != SendResult.REJECTED;
            if (accepted) {
                sent.set(number);
            }
            return accepted;
        }
    }

    private static int size(long number) {
        return 8 + (int) (number % 7 == 0 ? number % 5_000 : number % 60);
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + WAIT_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Test
    void shouldDeliverOnceAndInOrderWhereverTheLinksAreCut() throws Exception {
        Sessions sessions = new Sessions(SessionOptions.DEFAULT.withReplay(256 << 10, SessionOptions.Overflow.REJECT));
        Linkport port = ports.open();
        List<Thread> drivers = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            int index = i;
            drivers.add(new Thread(() -> drive(sessions, port, index)));
        }
        drivers.forEach(Thread::start);
        for (Thread driver : drivers) {
            driver.join(WAIT_SECONDS * 1_000L);
            assertEquals(false, driver.isAlive(), "a driver hangs");
        }
        sessions.close();
        Await.value(sessions.ended());
        assertEquals(List.of(), faults.stream().limit(20).toList());
    }

    /** One session over a proxy of its own, until it was cut often enough. */
    private void drive(Sessions sessions, Linkport port, int index) {
        try {
            ConcurrentLinkedQueue<Side> served = new ConcurrentLinkedQueue<>();
            InetSocketAddress server = port.listen(Ports.loopback(), sessions.server(FRAMING, () -> {
                        Side side = new Side("server " + index + "." + served.size());
                        served.add(side);
                        return side;
                    }))
                    .address();
            try (CuttingProxy proxy = new CuttingProxy(server, 1_000 + index, index % 2 == 0 ? 3_000 : 30_000)) {
                Side client = new Side("client " + index);
                Session session = sessions.client(
                        port, List.of(proxy.address()), ConnectOptions.DEFAULT, AT_ONCE, FRAMING, client);
                exchange(session, client, served, proxy);
            }
        } catch (Throwable failure) {
            faults.add("driver " + index + ": " + failure);
        }
    }

    private void exchange(Session session, Side client, ConcurrentLinkedQueue<Side> served, CuttingProxy proxy) {
        until("the session opens", () -> {
            client.sendNext(session);
            return client.opened.isDone();
        });
        // A session that was opened, and cut before the client knew of it, is another one: the last is ours.
        until("the first message", () -> served.stream().anyMatch(side -> side.received.get() > 0));
        Side server = served.stream()
                .filter(side -> side.received.get() > 0)
                .findFirst()
                .orElseThrow();
        Session theirs = server.opened.join();
        until("the cuts", () -> {
            for (int i = 0; i < BURST; i++) {
                client.sendNext(session);
                server.sendNext(theirs);
            }
            return proxy.cuts() >= CUTS / SESSIONS || !faults.isEmpty();
        });
        proxy.stopCutting();
        until(
                "everything arrives",
                () -> !faults.isEmpty()
                        || (server.received.get() == client.sent.get() && client.received.get() == server.sent.get()));
        until("everything is acknowledged", () -> session.unacknowledged() + theirs.unacknowledged() == 0);
        session.close();
        assertEquals(SessionEnd.CLOSED, client.ended.join());
        assertEquals(SessionEnd.CLOSED_BY_PEER, server.ended.join());
        System.out.println(client.name + ": " + proxy.cuts() + " cuts, " + client.sent.get() + " messages there and "
                + server.sent.get() + " back, " + session.duplicates() + " and " + theirs.duplicates() + " came twice");
    }
}
