/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.Retained;

/**
 * Promise 4: receive memory is lent for the callback, and retain() keeps it. Attacks the reuse of a chunk that somebody
 * still holds, and a worker whose chunks are all held.
 */
class LentMemoryTest {
    @RegisterExtension
    final Ports ports = new Ports();

    /** Retains whatever it receives. */
    private static final class Keeper extends Recorder {
        final LinkedBlockingQueue<Retained> kept = new LinkedBlockingQueue<>();

        Keeper(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            kept.add(link.retain());
        }

        Retained next() {
            try {
                Retained next = kept.poll(Await.SECONDS, TimeUnit.SECONDS);
                assertTrue(next != null, "nothing was retained");
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private static String text(Retained retained) {
        return StandardCharsets.US_ASCII.decode(retained.data().duplicate()).toString();
    }

    @Test
    void shouldLendDirectBigEndianMemory() {
        CompletableFuture<List<Object>> seen = new CompletableFuture<>();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                seen.complete(List.of(data.isDirect(), data.order(), data.remaining(), data.getInt()));
                data.order(ByteOrder.LITTLE_ENDIAN).limit(0); // what a handler does to the view is its own business
                link.send(new byte[1]);
            }
        };
        Peer peer = ports.peerOf(recorder).send(new byte[] {1, 2, 3, 4});
        assertEquals(List.of(true, ByteOrder.BIG_ENDIAN, 4, 0x01020304), Await.value(seen));
        peer.read(1);
        peer.send("again").read(1);
        assertEquals(9, recorder.receivedBytes());
    }

    @Test
    void shouldKeepWhatWasRetainedWhileOthersReceive() {
        Linkport port = ports.open(ports.builder().workers(1));
        Keeper keeper = new Keeper(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, keeper).send("keep this");
        Retained retained = keeper.next();
        Recorder echo = new Recorder.Echo(ports);
        Peer noisy = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        for (int i = 0; i < 50; i++) {
            noisy.send(Bytes.pattern(1_000, i)).read(1_000);
        }
        assertEquals("keep this", text(retained));
        assertEquals(1, port.stats().receiveChunksOut());
        retained.close();
        Await.until("given back", () -> port.stats().receiveChunksOut() == 0);
        peer.send("and this");
        Retained second = keeper.next();
        assertEquals("and this", text(second));
        second.close();
    }

    @Test
    void shouldRetainFromThePositionOn() {
        LinkedBlockingQueue<Retained> kept = new LinkedBlockingQueue<>();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                data.get();
                kept.add(link.retain());
                data.get(); // the view that was lent stays usable until the callback ends
            }
        };
        ports.peerOf(recorder).send("abc");
        Await.until("retained", () -> !kept.isEmpty());
        try (Retained retained = kept.remove()) {
            assertEquals("bc", text(retained));
        }
    }

    @Test
    void shouldRefuseToRetainTwiceOrOutsideTheCallback() {
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        Recorder other = new Recorder(ports);
        Linkport port = ports.open(ports.builder().workers(1));
        ports.peerOf(port, LinkOptions.DEFAULT, other);
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                refused.add(assertThrows(IllegalStateException.class, link::retain));
            }

            @Override
            void received(Link link, ByteBuffer data) {
                refused.add(assertThrows(
                        IllegalStateException.class, () -> other.link().retain()));
                link.retain().close();
                refused.add(assertThrows(IllegalStateException.class, link::retain));
                execute(link, () -> {
                    refused.add(assertThrows(IllegalStateException.class, link::retain));
                    link.send(new byte[1]);
                });
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT, recorder).send("x").read(1);
        assertThrows(IllegalStateException.class, () -> recorder.link().retain());
        assertEquals(4, refused.size());
    }

    @Test
    void shouldGiveBackOnceFromAnyThread() {
        Linkport port = ports.open(ports.builder().workers(1));
        Keeper keeper = new Keeper(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, keeper);
        for (int i = 0; i < 40; i++) { // more often than there are chunks
            peer.send("x");
            Retained retained = keeper.next();
            retained.close();
            retained.close();
            assertThrows(IllegalStateException.class, retained::data);
        }
        Await.until("all given back", () -> port.stats().receiveChunksOut() == 0);
    }

    @Test
    void shouldWaitWhileAllChunksAreRetainedAndLoseNothing() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        Keeper keeper = new Keeper(ports);
        Listener listener = ports.listen(port, link -> keeper);
        Peer peer = ports.peer(listener.address());
        byte[] stream = Bytes.pattern(50_000, 7);
        Thread sender = new Thread(() -> peer.send(stream).shutdownOutput());
        sender.start();
        Retained first = keeper.next();
        Retained second = keeper.next();
        Await.until("starved", () -> port.stats().receiveChunksOut() == 2);
        assertEquals(2, keeper.count("receive"));
        keeper.link().execute(() -> {}); // the worker lives
        second.close();
        first.close();
        while (keeper.receivedBytes() < stream.length) {
            keeper.next().close();
        }
        Bytes.assertSame(stream, keeper.received());
        Await.end(sender);
        keeper.reason();
        keeper.kept.forEach(Retained::close);
    }

    @Test
    void shouldPinNoMemoryForIdleLinks() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        Crowd crowd = Crowd.of(ports, port, 40, LinkOptions.DEFAULT, () -> new Recorder.Echo(ports));
        for (int round = 0; round < 2; round++) {
            crowd.peers.forEach(peer -> assertEquals("x", peer.send("x").readText(1)));
        }
        assertEquals(0, port.stats().receiveChunksOut());
    }

    @Test
    void shouldShareScarceChunksBetweenLinks() {
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        Keeper keeper = new Keeper(ports);
        Recorder echo = new Recorder.Echo(ports);
        Peer keeperPeer = ports.peerOf(port, LinkOptions.DEFAULT, keeper);
        Peer echoPeer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        keeperPeer.send("a");
        Retained first = keeper.next();
        keeperPeer.send("b");
        Retained second = keeper.next();
        echoPeer.send("waits");
        first.close();
        assertEquals("waits", echoPeer.readText(5));
        second.close();
    }

    @Test
    void shouldKeepRetainedMemoryBeyondTheLink() {
        Linkport port = ports.open();
        Keeper keeper = new Keeper(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, keeper).send("outlives");
        try (Retained retained = keeper.next()) {
            peer.close();
            keeper.reason();
            assertEquals("outlives", text(retained));
        }
    }
}
