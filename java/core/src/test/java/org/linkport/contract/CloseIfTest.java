/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

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
    void shouldCloseLinksFromAHost() throws Exception {
        Linkport port = ports.open();
        Listener listener = port.listen(new InetSocketAddress(0), link -> new Recorder(ports));
        InetAddress here = InetAddress.getByName("127.0.0.1");
        InetAddress banned = InetAddress.getByName("127.0.0.2"); // of this machine, too
        List<Peer> from = new ArrayList<>();
        for (InetAddress local : List.of(here, banned, banned)) {
            Socket socket = new Socket(here, listener.address().getPort(), local, 0);
            from.add(ports.closeLater(new Peer(socket)));
        }
        Await.until("all are there", () -> port.links().count() == 3);
        assertEquals(
                2,
                port.links().closeIf(link -> link.remoteAddress().getAddress().equals(banned)));
        for (Peer peer : from.subList(1, 3)) {
            peer.expectEnd();
            peer.close();
        }
        Await.until("closed", () -> port.links().count() == 1);
        assertEquals(here, port.links().iterator().next().remoteAddress().getAddress());
    }

    /** A link is silent if it has been for longer than those that just spoke; they are asked after it, so none of them is. */
    @Test
    void shouldCloseSilentLinks() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 4);
        crowd.recorders.forEach(each -> Await.until("silent", () -> each.link().silentMillis() > 300));
        for (int i = 0; i < 2; i++) {
            crowd.peer(i).send("x");
            crowd.recorder(i).awaitReceived(1);
        }
        int[] closed = new int[1];
        Await.until("both silent ones are closed", () -> {
            closed[0] += port.links()
                    .closeIf(link -> link.silentMillis()
                            > Math.max(
                                    crowd.link(0).silentMillis(), crowd.link(1).silentMillis()));
            return closed[0] == 2;
        });
        for (int i = 2; i < 4; i++) {
            crowd.peer(i).expectEnd();
            crowd.peer(i).close();
            assertEquals(CloseReason.LOCAL_CLOSE, crowd.recorder(i).reason());
        }
        assertTrue(crowd.link(0).isOpen() && crowd.link(1).isOpen());
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
