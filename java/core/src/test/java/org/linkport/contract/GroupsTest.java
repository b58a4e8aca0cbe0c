/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkGroup;
import org.linkport.LinkOptions;
import org.linkport.LinkSet;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Groups and keys: a membership ends with the link, and a name or a key with its last link. Attacks links that close
 * while others make them members, names and keys that are used once, and ends seen from callbacks.
 */
class GroupsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private static Set<Link> linksOf(LinkSet set) {
        Set<Link> links = new HashSet<>();
        set.forEach(link -> assertTrue(links.add(link), "seen twice"));
        return links;
    }

    @Test
    void shouldHoldMembersUntilTheyLeaveOrClose() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 3);
        LinkGroup room = port.links().group("room");
        assertEquals(0, room.count());
        assertTrue(room.join(crowd.link(0)));
        assertTrue(room.join(crowd.link(1)));
        assertTrue(room.join(crowd.link(1)), "once more changes nothing");
        assertEquals("room", room.name());
        assertEquals(Set.of(crowd.link(0), crowd.link(1)), linksOf(port.links().group("room")));
        assertEquals(2, room.count());
        assertTrue(room.contains(crowd.link(0)));
        assertFalse(room.contains(crowd.link(2)));
        assertFalse(room.leave(crowd.link(2)));
        assertTrue(room.leave(crowd.link(0)));
        assertFalse(room.leave(crowd.link(0)));
        crowd.peer(1).close();
        crowd.recorder(1).reason();
        assertEquals(Set.of(), linksOf(room));
        assertEquals(0, room.count());
    }

    @Test
    void shouldForgetNamesAndKeysWithTheirLastLink() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 2);
        Link stays = crowd.link(0);
        Link closes = crowd.link(1);
        for (int i = 0; i < 500; i++) {
            assertTrue(port.links().group("left" + i).join(stays));
            assertTrue(port.links().group("ended" + i).join(closes));
            assertTrue(port.links().bind(i, stays));
            assertTrue(port.links().bind(1_000 + i, closes));
            assertEquals(0, port.links().group("asked" + i).count());
            assertEquals(0, port.links().boundTo("asked" + i).count());
        }
        assertEquals(1_000, port.links().groupNames().size());
        assertEquals(1_000, port.links().keys().size());
        for (int i = 0; i < 500; i++) {
            assertTrue(port.links().group("left" + i).leave(stays));
            assertTrue(port.links().unbind(i, stays));
        }
        crowd.peer(1).close();
        crowd.recorder(1).reason();
        assertEquals(Set.of(), port.links().groupNames());
        assertEquals(Set.of(), port.links().keys());
        LinkGroup again = port.links().group("left0");
        assertTrue(again.join(stays), "a name that was gone may come back");
        assertEquals(Set.of("left0"), port.links().groupNames());
    }

    @Test
    void shouldBindManyLinksToOneKeyAndManyKeysToOneLink() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 3);
        record User(int number) {}
        assertTrue(port.links().bind(new User(1), crowd.link(0)));
        assertTrue(port.links().bind(new User(1), crowd.link(1)));
        assertTrue(port.links().bind("token", crowd.link(1)));
        LinkSet user = port.links().boundTo(new User(1));
        assertEquals(Set.of(crowd.link(0), crowd.link(1)), linksOf(user));
        assertEquals(2, user.count());
        assertTrue(user.contains(crowd.link(1)));
        assertEquals(Set.of(crowd.link(1)), linksOf(port.links().boundTo("token")));
        assertEquals(Set.of(), linksOf(port.links().boundTo(new User(2))));
        assertEquals(Set.of(new User(1), "token"), port.links().keys());
        assertEquals(Set.of(), port.links().groupNames(), "a key is no group");
        assertTrue(port.links().unbind(new User(1), crowd.link(1)));
        assertFalse(port.links().unbind(new User(1), crowd.link(1)));
        assertEquals(Set.of(crowd.link(0)), linksOf(user));
        crowd.peer(0).close();
        crowd.recorder(0).reason();
        assertEquals(0, user.count());
        assertEquals(Set.of("token"), port.links().keys());
    }

    @Test
    void shouldRefuseLinksThatCloseAsAValue() {
        Linkport port = ports.open();
        CompletableFuture<List<Boolean>> told = new CompletableFuture<>();
        Recorder recorder = new Recorder(ports) {
            @Override
            void closed(Link link, CloseReason reason) {
                LinkGroup room = port.links().group("room");
                told.complete(List.of(
                        room.contains(link), room.join(link), port.links().bind("key", link)));
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        LinkGroup room = port.links().group("room");
        assertTrue(room.join(link));
        link.close();
        assertFalse(port.links().group("late").join(link), "about to close");
        assertFalse(port.links().bind("late", link), "about to close");
        link.abort();
        assertEquals(List.of(false, false, false), Await.value(told), "in onClose: contains, join, bind");
        assertFalse(room.join(link), "closed");
        assertFalse(room.leave(link));
        assertFalse(port.links().unbind("key", link));
        assertEquals(Set.of(), port.links().groupNames());
        assertEquals(Set.of(), port.links().keys());
    }

    @Test
    void shouldRefuseLinksOfAnotherLinkport() {
        Linkport port = ports.open();
        Link foreign = Crowd.of(ports, ports.open(), 1).link(0);
        LinkGroup room = port.links().group("room");
        assertThrows(IllegalArgumentException.class, () -> room.join(foreign));
        assertThrows(IllegalArgumentException.class, () -> room.leave(foreign));
        assertThrows(IllegalArgumentException.class, () -> port.links().bind("key", foreign));
        assertFalse(room.contains(foreign));
        assertFalse(port.links().contains(foreign));
    }

    @Test
    void shouldNotMakeAMemberOfWhoeverTakesAPlaceNext() {
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        LinkGroup room = port.links().group("room");
        for (int i = 0; i < 100; i++) {
            try (Peer peer = ports.peer(listener.address())) {
                peer.send("x").read(1);
                Link link = port.links().iterator().next();
                assertFalse(room.contains(link), "a member by inheritance");
                assertTrue(room.join(link));
                peer.reset();
            }
            Await.until("gone", () -> port.links().count() == 0);
            assertEquals(Set.of(), linksOf(room));
        }
    }

    @Test
    void shouldKeepNoDeadMemberHoweverFastLinksCloseAndJoin() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        AtomicBoolean stop = new AtomicBoolean();
        List<Link> known = new ArrayList<>();
        List<Thread> joining = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            String own = "own" + t;
            joining.add(new Thread(() -> {
                while (!stop.get()) {
                    joinAll(port, own, known);
                }
            }));
        }
        joining.forEach(Thread::start);
        for (int round = 0; round < 40; round++) {
            List<Peer> some = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                some.add(Peer.connect(listener.address()));
            }
            some.forEach(peer -> peer.send("x").read(1));
            synchronized (known) {
                known.clear();
                port.links().forEach(known::add);
            }
            some.forEach(Peer::reset);
        }
        Await.until("all closed", () -> port.links().count() == 0);
        stop.set(true);
        joining.forEach(Await::end);
        joinAll(port, "late", known);
        assertEquals(Set.of(), port.links().groupNames());
        assertEquals(Set.of(), port.links().keys());
    }

    private static void joinAll(Linkport port, String own, List<Link> known) {
        List<Link> links;
        synchronized (known) {
            links = List.copyOf(known);
        }
        for (Link link : links) {
            port.links().group("all").join(link);
            port.links().group(own).join(link);
            port.links().bind(link.id(), link);
            port.links().group(own).leave(link);
        }
    }
}
