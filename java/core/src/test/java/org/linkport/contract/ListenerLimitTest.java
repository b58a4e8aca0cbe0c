/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * Promise 7, the limit of a listener: never a link more of that listener, others are not held up, who waits is served
 * later and not dropped. Attacks the places: of links that outlive their listener, that fail, that another limit ends.
 */
class ListenerLimitTest {
    @RegisterExtension
    final Ports ports = new Ports();

    /** Echoes, and counts the links of one listener as the program sees them. */
    private final class Counted {
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger served = new AtomicInteger();
        final Listener listener;

        Counted(Linkport port, ListenOptions options) {
            listener = port.listen(Ports.loopback(), options, link -> new Echo());
        }

        private final class Echo extends Recorder.Echo {
            Echo() {
                super(ports);
            }

            @Override
            void opened(Link link) {
                served.incrementAndGet();
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
            }

            @Override
            void closed(Link link, CloseReason reason) {
                open.decrementAndGet();
            }
        }

        Peer connect() {
            return ports.peer(listener.address());
        }

        /** Clients that come and go, each waiting for an answer. */
        List<Thread> visitors(int threads, int visits) {
            List<Thread> visitors = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Thread visitor = new Thread(() -> {
                    for (int i = 0; i < visits; i++) {
                        try (Peer peer = Peer.connect(listener.address())) {
                            echoes(peer);
                        }
                    }
                });
                visitor.start();
                visitors.add(visitor);
            }
            return visitors;
        }
    }

    private Counted limited(Linkport port, int maxLinks) {
        return new Counted(port, ListenOptions.DEFAULT.withMaxLinks(maxLinks));
    }

    private static Peer echoes(Peer peer) {
        assertEquals("x", peer.send("x").readText(1));
        return peer;
    }

    @Test
    void shouldHoldTwoListenersToTheirOwnLimits() {
        Linkport port = ports.open(ports.builder().workers(3));
        Counted one = limited(port, 2);
        Counted other = limited(port, 5);
        List<Thread> visitors = new ArrayList<>(one.visitors(6, 15));
        visitors.addAll(other.visitors(8, 15));
        visitors.forEach(Await::end);
        assertTrue(one.most.get() <= 2, () -> "links at once: " + one.most);
        assertTrue(other.most.get() <= 5, () -> "links at once: " + other.most);
        assertEquals(90, one.served.get());
        assertEquals(120, other.served.get());
        assertEquals(0, port.stats().acceptsFailed());
    }

    @Test
    void shouldServeOneAfterTheOtherInTheOrderTheyCame() {
        Linkport port = ports.open();
        Counted only = limited(port, 1);
        Peer inside = echoes(only.connect());
        List<Peer> waiting = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // more than are accepted ahead
            waiting.add(only.connect().send("x"));
        }
        for (Peer next : waiting) {
            inside.close();
            assertEquals("x", next.readText(1));
            inside = next;
        }
        assertEquals(1, only.most.get());
    }

    @Test
    void shouldNotHoldUpAnotherListenerNorSpin() {
        Linkport port = ports.open(ports.builder().workers(1));
        Counted full = limited(port, 1);
        Counted free = limited(port, 0);
        echoes(full.connect());
        full.connect();
        Peer peer = echoes(free.connect());
        for (int i = 0; i < 5; i++) {
            echoes(peer); // by now the worker knows of the connection that waits
        }
        long steps = port.stats().steps();
        for (int i = 0; i < 100; i++) {
            echoes(peer);
        }
        long turns = port.stats().steps() - steps;
        assertTrue(turns < 1_000, () -> turns + " steps for 100 echoes");
        assertEquals(1, full.served.get());
    }

    @Test
    void shouldObeyBothLimits() {
        Linkport port = ports.open(ports.builder().maxLinks(3));
        Counted narrow = limited(port, 2);
        Counted wide = limited(port, 0);
        Peer first = echoes(narrow.connect());
        Peer second = echoes(narrow.connect());
        Peer third = echoes(wide.connect());
        Peer atNarrow = narrow.connect().send("x");
        Peer atWide = wide.connect().send("x");
        third.close(); // leaves no room at the narrow one
        assertEquals("x", atWide.readText(1));
        assertEquals(2, narrow.served.get());
        atWide.close();
        Await.until("the end of the last link", () -> port.links().count() == 2);
        Peer again = echoes(wide.connect());
        first.close();
        assertEquals("x", atNarrow.readText(1));
        second.close();
        again.close();
        assertTrue(narrow.most.get() <= 2, () -> "links at once: " + narrow.most);
    }

    @Test
    void shouldGiveThePlaceOfAnAddressBeyondItsLimitBack() throws Exception {
        Linkport port = ports.open();
        Counted both = new Counted(port, ListenOptions.DEFAULT.withMaxLinks(2).withMaxLinksPerAddress(1));
        echoes(both.connect());
        for (int i = 0; i < 5; i++) {
            Peer.expectResetOf(both.listener.address());
        }
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        Peer other = ports.closeLater(new Peer(new Socket(
                both.listener.address().getAddress(), both.listener.address().getPort(), elsewhere, 0)));
        echoes(other);
        assertEquals(2, both.most.get());
    }

    @Test
    void shouldGiveThePlaceBackOfALinkThatFails() {
        ports.expectHandlerErrors(8);
        Linkport port = ports.open();
        AtomicInteger made = new AtomicInteger();
        Listener listener = port.listen(Ports.loopback(), ListenOptions.DEFAULT.withMaxLinks(1), link -> {
            int number = made.incrementAndGet();
            if (number <= 4) {
                throw new IllegalStateException("on purpose");
            }
            return new Recorder.Echo(ports) {
                @Override
                void opened(Link opened) {
                    if (number <= 8) {
                        throw new IllegalStateException("on purpose");
                    }
                }
            };
        });
        for (int i = 0; i < 8; i++) {
            Peer.expectResetOf(listener.address());
        }
        echoes(ports.peer(listener.address()));
    }

    @Test
    void shouldLeaveALaterListenerItsOwnPlaces() {
        Linkport port = ports.open();
        Counted old = limited(port, 3);
        List<Peer> outliving = List.of(echoes(old.connect()), echoes(old.connect()), echoes(old.connect()));
        old.listener.close();
        Counted young = limited(port, 1);
        Peer inside = echoes(young.connect());
        Peer waiting = young.connect().send("x");
        outliving.forEach(Peer::close);
        Await.until("the end of the old links", () -> old.open.get() == 0);
        echoes(inside);
        assertEquals(1, young.served.get());
        inside.close();
        assertEquals("x", waiting.readText(1));
        assertEquals(1, young.most.get());
    }

    /** Callbacks may come late there: what is limited is what the Linkport counts. */
    @Test
    void shouldHoldWithDispatch() {
        ExecutorService pool = ports.endLater(Executors.newFixedThreadPool(3));
        Linkport port = ports.open();
        AtomicInteger most = new AtomicInteger();
        LinkOptions dispatched = LinkOptions.DEFAULT.dispatch(pool);
        ListenOptions options = ListenOptions.DEFAULT.withMaxLinks(2).withLink(dispatched);
        Listener listener = port.listen(Ports.loopback(), options, opened -> new Recorder.Echo(ports) {
            @Override
            boolean isInPlace(Link link) {
                return !link.worker().isCurrentThread();
            }

            @Override
            void received(Link link, ByteBuffer data) throws Exception {
                most.accumulateAndGet(port.links().count(), Math::max);
                super.received(link, data);
            }
        });
        List<Thread> visitors = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            visitors.add(new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    try (Peer peer = Peer.connect(listener.address())) {
                        echoes(peer);
                    }
                }
            }));
        }
        visitors.forEach(Thread::start);
        visitors.forEach(Await::end);
        assertTrue(most.get() <= 2, () -> "links at once: " + most);
        Await.until("all closed", () -> port.stats().linksClosed() == 50);
    }

    @Test
    void shouldEndWithConnectionsThatWait() {
        Linkport port = ports.open();
        Counted full = limited(port, 1);
        Peer inside = echoes(full.connect());
        Peer waiting = full.connect();
        port.shutdown();
        inside.close();
        Await.value(port.shutdown());
        waiting.close();
        assertEquals(1, full.served.get());
    }
}
