/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Broadcast;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkGroup;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;

/**
 * A broadcast is a send for each link and wakes each worker once. Attacks its order among the sends of a thread, links
 * that die meanwhile, limits, predicates that throw, and the callbacks it is called from.
 */
class BroadcastTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldReachEveryLinkAndLeaveTheBufferAsItIs() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 20);
        ByteBuffer message = text("..to all..").position(2).limit(8);
        assertEquals(new Broadcast(20, 0, 0), port.links().broadcast(message));
        assertEquals(2, message.position());
        assertEquals(8, message.limit());
        message.put(2, (byte) '!'); // it is ours again
        crowd.expect("to all");
        assertEquals(new Broadcast(20, 0, 0), port.links().broadcast(ByteBuffer.allocate(0)));
        assertEquals(20, port.links().broadcast(text("more")).accepted());
        crowd.expect("more");
    }

    @Test
    void shouldReachTheLinksAskedForAndNoOther() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 6);
        LinkGroup even = port.links().group("even");
        for (int i = 0; i < 6; i += 2) {
            even.join(crowd.link(i));
        }
        port.links().bind("first", crowd.link(0));
        assertEquals(new Broadcast(3, 0, 0), even.broadcast(text("a")));
        assertEquals(
                new Broadcast(2, 0, 0),
                even.broadcast(text("b"), link -> link.id() != crowd.link(2).id()));
        assertEquals(new Broadcast(1, 0, 0), port.links().boundTo("first").broadcast(text("c")));
        assertEquals(new Broadcast(0, 0, 0), port.links().group("none").broadcast(text("d")));
        assertEquals(6, port.links().broadcast(text(".")).accepted());
        String[] expected = {"abc.", ".", "a.", ".", "ab.", "."};
        for (int i = 0; i < 6; i++) {
            assertEquals(expected[i], crowd.peer(i).readText(expected[i].length()));
        }
    }

    @Test
    void shouldWakeEachWorkerOnceAtMost() {
        int workers = 2;
        Linkport port = ports.open(ports.builder().workers(workers));
        Crowd crowd = Crowd.of(ports, port, 60);
        long[] most = new long[1];
        Await.until("both workers slept when a broadcast came", () -> {
            long before = port.stats().wakes();
            assertEquals(60, port.links().broadcast(text("x")).accepted());
            most[0] = Math.max(most[0], port.stats().wakes() - before);
            crowd.expect("x");
            assertTrue(most[0] <= workers, () -> most[0] + " wakes for one broadcast");
            return most[0] == workers;
        });
    }

    @Test
    void shouldKeepItsPlaceAmongTheSendsOfAThread() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 4);
        int rounds = 200;
        List<Thread> senders = new ArrayList<>();
        for (char name : new char[] {'a', 'n'}) {
            senders.add(new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    char[] next = {
                        (char) (name + 3 * i % 12), (char) (name + 1 + 3 * i % 12), (char) (name + 2 + 3 * i % 12)
                    };
                    crowd.recorders.forEach(each -> each.link().send(text("" + next[0])));
                    port.links().broadcast(text("" + next[1]));
                    crowd.recorders.forEach(each -> each.link().send(text("" + next[2])));
                }
            }));
        }
        senders.forEach(Thread::start);
        for (int i = 0; i < crowd.size(); i++) {
            String all = crowd.peer(i).readText(rounds * 6);
            checkOrder(all.chars().filter(c -> c < 'n').toArray(), 'a', rounds);
            checkOrder(all.chars().filter(c -> c >= 'n').toArray(), 'n', rounds);
        }
        senders.forEach(Await::end);
    }

    private static void checkOrder(int[] received, char first, int rounds) {
        assertEquals(rounds * 3, received.length);
        for (int i = 0; i < received.length; i++) {
            assertEquals((char) (first + i % 12), (char) received[i], "message " + i);
        }
    }

    @Test
    void shouldBeDeliveredBeforeACloseThatFollows() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 20);
        assertEquals(20, port.links().broadcast(text("bye")).accepted());
        assertEquals(20, port.links().closeIf(link -> true));
        assertEquals(new Broadcast(0, 0, 20), port.links().broadcast(text("late"), link -> !link.isOpen()));
        crowd.peers.forEach(peer -> {
            assertEquals("bye", new String(peer.readToEnd(), StandardCharsets.US_ASCII));
            peer.close();
        });
    }

    @Test
    void shouldCountCongestionAndRejection() {
        Linkport port = ports.open();
        SendOptions narrow = SendOptions.DEFAULT.withPendingBytes(500, 1_000, 2_000);
        Crowd crowd = Crowd.of(ports, port, 3, LinkOptions.DEFAULT.withSend(narrow), () -> new Recorder(ports));
        assertEquals(new Broadcast(0, 0, 3), port.links().broadcast(ByteBuffer.allocate(2_001)));
        assertEquals(new Broadcast(0, 3, 0), port.links().broadcast(ByteBuffer.allocate(1_500)));
        crowd.peers.forEach(peer -> peer.read(1_500));
        Await.until(
                "handed over",
                () -> crowd.recorders.stream().allMatch(each -> each.link().pendingBytes() == 0));
        assertEquals(new Broadcast(3, 0, 0), port.links().broadcast(ByteBuffer.allocate(900)));
        crowd.peers.forEach(peer -> peer.read(900));
    }

    @Test
    void shouldSendNothingWhenThePredicateThrows() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 10);
        int[] asked = new int[1];
        assertThrows(
                IllegalStateException.class,
                () -> port.links().broadcast(text("never"), link -> {
                    if (++asked[0] == 8) {
                        throw new IllegalStateException("as planned");
                    }
                    return true;
                }));
        assertEquals(10, port.links().broadcast(text("then")).accepted());
        crowd.expect("then");
    }

    @Test
    void shouldWorkFromEveryCallback() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 6);
        CompletableFuture<Broadcast> atClose = new CompletableFuture<>();
        Recorder caller = new Recorder(ports) {
            @Override
            void opened(Link link) {
                link.send(text("1"));
                assertEquals(7, port.links().broadcast(text("2")).accepted());
                link.send(text("3"));
            }

            @Override
            void received(Link link, ByteBuffer data) {
                link.send(text("4"));
                assertEquals(7, port.links().broadcast(data).accepted());
                link.send(text("6"));
            }

            @Override
            void closed(Link link, CloseReason reason) {
                atClose.complete(port.links().broadcast(text("7")));
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, caller);
        assertEquals("123", peer.readText(3));
        peer.send("5");
        assertEquals("456", peer.readText(3));
        peer.close();
        assertEquals(new Broadcast(6, 0, 0), Await.value(atClose));
        crowd.expect("257");
    }

    @Test
    void shouldOutliveLinksThatDieMeanwhile() {
        Linkport port = ports.open();
        Crowd stays = Crowd.of(ports, port, 2);
        Crowd dies = Crowd.of(ports, port, 60);
        LinkGroup room = port.links().group("room");
        stays.recorders.forEach(each -> room.join(each.link()));
        dies.recorders.forEach(each -> room.join(each.link()));
        AtomicBoolean ended = new AtomicBoolean();
        Thread killer = new Thread(() -> {
            for (int i = 0; i < dies.size(); i++) {
                if (i % 2 == 0) {
                    dies.peer(i).reset();
                } else {
                    dies.link(i).abort();
                }
            }
            ended.set(true);
        });
        killer.start();
        int sent = 0;
        while (!ended.get() || sent < 50) {
            int members = room.count();
            Broadcast answer = room.broadcast(text("x"));
            int offered = answer.accepted() + answer.rejected();
            assertTrue(offered <= members && offered >= 2, () -> offered + " of " + members);
            sent++;
        }
        Await.end(killer);
        dies.recorders.forEach(Recorder::reason);
        assertEquals(2, room.count());
        assertEquals(new Broadcast(2, 0, 0), room.broadcast(text(".")));
        stays.expect("x".repeat(sent) + ".");
    }

    @Test
    void shouldReachNobodyAfterShutdown() {
        Linkport port = ports.open();
        Crowd crowd = Crowd.of(ports, port, 2);
        LinkGroup room = port.links().group("room");
        room.join(crowd.link(0));
        port.close();
        assertEquals(new Broadcast(0, 0, 0), port.links().broadcast(text("x")));
        assertEquals(new Broadcast(0, 0, 0), room.broadcast(text("x")));
        assertEquals(0, port.links().closeIf(link -> true));
    }
}
