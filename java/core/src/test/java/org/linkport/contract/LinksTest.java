/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Promise 8: an id names one link for ever. Attacks the reuse of a dead link's place at full speed, and looking while
 * links come and go.
 */
class LinksTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldFindOpenLinksOnly() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        long id = recorder.link().id();
        assertSame(recorder.link(), port.links().find(id).orElseThrow());
        assertEquals(1, port.links().count());
        assertEquals(List.of(recorder.link()), port.links().toList());
        peer.close();
        recorder.reason();
        assertEquals(Optional.empty(), port.links().find(id));
        assertEquals(0, port.links().count());
        assertFalse(port.links().iterator().hasNext());
        assertEquals(List.of(), port.links().toList());
    }

    @Test
    void shouldNotFindIdsThatNeverWere() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        long id = recorder.link().id();
        for (long other : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, id + 1, id - 1, id ^ 1L << 56}) {
            assertTrue(other == id || port.links().find(other).isEmpty(), () -> "found " + other);
        }
    }

    @Test
    void shouldNeverFindADeadIdHoweverOftenItsPlaceIsReused() {
        Linkport port = ports.open(ports.builder().workers(1));
        List<Link> all = new ArrayList<>();
        Listener listener = ports.listen(port, link -> {
            synchronized (all) {
                all.add(link);
            }
            return new Recorder.Echo(ports);
        });
        Set<Long> dead = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            try (Peer peer = ports.peer(listener.address())) {
                peer.send("x").read(1);
                Link link;
                synchronized (all) {
                    link = all.get(i);
                }
                assertTrue(port.links().find(link.id()).isPresent());
                assertTrue(dead.add(link.id()), "an id came twice");
                peer.reset();
            }
            int closed = i + 1;
            Await.until("closed", () -> port.stats().linksClosed() == closed);
            dead.forEach(id -> assertTrue(port.links().find(id).isEmpty()));
        }
    }

    @Test
    void shouldNotFindALinkThatIsBeingToldOfItsEnd() {
        Linkport port = ports.open();
        CompletableFuture<Optional<Link>> found = new CompletableFuture<>();
        Recorder recorder = new Recorder(ports) {
            @Override
            void closed(Link link, CloseReason reason) {
                found.complete(port.links().find(link.id()));
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT, recorder).close();
        assertEquals(Optional.empty(), Await.value(found));
    }

    @Test
    void shouldIterateOverEveryOpenLinkOnce() {
        int links = 150; // more than the tables begin with
        Linkport port = ports.open(ports.builder().workers(3));
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        for (int i = 0; i < links; i++) {
            ports.peer(listener.address());
        }
        Await.until("all open", () -> port.links().count() == links);
        Set<Long> seen = new HashSet<>();
        Set<String> workers = new HashSet<>();
        for (Link link : port.links()) {
            assertTrue(seen.add(link.id()));
            workers.add(link.worker().name());
            assertSame(link, port.links().find(link.id()).orElseThrow());
        }
        assertEquals(links, seen.size());
        assertEquals(3, workers.size(), "links are spread over all workers");
    }

    @Test
    void shouldSeeLinksThatStayWhileOthersComeAndGo() {
        Linkport port = ports.open();
        Recorder stays = new Recorder.Echo(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, stays);
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        Thread looking = new Thread(() -> {
            while (!stop.get()) {
                boolean seen = false;
                for (Link link : port.links()) {
                    seen |= link == stays.link();
                }
                if (!seen || port.links().find(stays.link().id()).isEmpty()) {
                    missed.incrementAndGet();
                }
            }
        });
        looking.start();
        for (int round = 0; round < 10; round++) {
            List<Peer> some = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                some.add(Peer.connect(listener.address()));
            }
            some.forEach(peer -> peer.send("x").read(1));
            some.forEach(Peer::close);
        }
        stop.set(true);
        Await.end(looking);
        assertEquals(0, missed.get());
    }

    @Test
    void shouldKeepAttachmentsAndTellAddresses() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Listener listener = ports.listen(port, link -> {
            link.attach("mine");
            return recorder;
        });
        Peer peer = ports.peer(listener.address());
        Link link = recorder.link();
        assertEquals("mine", link.attachment());
        assertEquals(listener.address(), link.localAddress());
        assertEquals(peer.address(), link.remoteAddress());
        link.attach(null);
        assertEquals(null, link.attachment());
        assertFalse(link.worker().isCurrentThread());
        assertEquals(
                port.options().name() + "-" + link.worker().index(),
                link.worker().name());
        assertEquals(1, link.worker().linkCount());
    }
}
