/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/**
 * Closing by predicate: those asked for close gracefully, the others live on. Attacks predicates that throw, links that
 * are closing already, and a call from a callback that closes its own link too.
 */
class CloseIfTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldCloseLinksOlderThanAnAge() {
        Linkport port = ports.open();
        Crowd old = Crowd.of(ports, port, 3);
        Link last = old.link(2);
        long before = last.ageMillis();
        assertTrue(before >= 0);
        Await.until("time passes", () -> last.ageMillis() > before + 50);
        Crowd young = Crowd.of(ports, port, 3);
        assertEquals(
                3, port.links().closeIf(link -> link.ageMillis() > young.link(0).ageMillis()));
        old.peers.forEach(Peer::expectEnd);
        old.peers.forEach(Peer::close);
        old.recorders.forEach(each -> assertEquals(CloseReason.LOCAL_CLOSE, each.reason()));
        assertEquals(3, port.links().count());
        young.recorders.forEach(each -> assertTrue(each.link().isOpen()));
    }

    @Test
    void shouldCloseLinksFromAnAddress() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 4);
        InetSocketAddress banned = crowd.peer(2).address();
        assertEquals(1, port.links().closeIf(link -> link.remoteAddress().equals(banned)));
        crowd.peer(2).expectEnd();
        crowd.peer(2).close();
        crowd.recorder(2).reason();
        assertEquals(3, port.links().count());
        assertEquals(0, port.links().closeIf(link -> link.remoteAddress().equals(banned)));
    }

    @Test
    void shouldCountALinkOnceAndOnlyMembers() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 4);
        crowd.link(0).close();
        crowd.link(1).abort();
        port.links().group("room").join(crowd.link(2));
        assertEquals(1, port.links().group("room").closeIf(link -> true));
        assertEquals(0, port.links().closeIf(link -> link != crowd.link(3)));
        crowd.peer(2).expectEnd();
        assertTrue(crowd.link(3).isOpen());
    }

    @Test
    void shouldCloseNothingWhenThePredicateThrows() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 5);
        int[] asked = new int[1];
        assertThrows(
                IllegalStateException.class,
                () -> port.links().closeIf(link -> {
                    if (++asked[0] == 4) {
                        throw new IllegalStateException("as planned");
                    }
                    return true;
                }));
        crowd.recorders.forEach(each -> assertTrue(each.link().isOpen()));
        assertEquals(
                5, port.links().broadcast(ByteBuffer.wrap(new byte[] {'x'})).accepted());
        crowd.expect("x");
    }

    @Test
    void shouldWakeEachWorkerOnceAtMost() {
        int workers = 2;
        Linkport port = ports.open(ports.builder().workers(workers));
        Await.until("both workers slept", () -> {
            Crowd crowd = Crowd.of(ports, port, 20);
            long before = port.stats().wakes();
            assertEquals(20, port.links().closeIf(link -> true));
            long wakes = port.stats().wakes() - before;
            crowd.peers.forEach(Peer::expectEnd);
            crowd.peers.forEach(Peer::close);
            crowd.recorders.forEach(Recorder::reason);
            assertTrue(wakes <= workers, () -> wakes + " wakes");
            return wakes == workers;
        });
    }

    @Test
    void shouldCloseItsOwnLinkFromACallback() {
        Linkport port = ports.open();
        Crowd others = Crowd.of(ports, port, 4);
        Recorder caller = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                assertEquals(5, port.links().closeIf(each -> true));
                assertFalse(link.isOpen());
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, caller);
        peer.send("x");
        peer.expectEnd();
        others.peers.forEach(Peer::expectEnd);
    }
}
