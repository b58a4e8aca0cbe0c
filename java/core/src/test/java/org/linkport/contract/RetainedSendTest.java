/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Retained;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promises 2 and 4 together: retained receive memory is sent without a copy, and is the library's until then. Attacks
 * its owner: who gives it back, when, and how often, above all when there is hardly any of it.
 */
class RetainedSendTest {
    @RegisterExtension
    final Ports ports = new Ports();

    /** Sends back what it receives, from where it received it. */
    private static final class EchoInPlace extends Recorder {
        EchoInPlace(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            try (Retained kept = link.retain()) {
                assertTrue(link.send(kept).isAccepted());
            }
        }
    }

    /** Retains what it receives and lets the test have it. */
    private static final class Keeper extends Recorder {
        private final LinkedBlockingQueue<Retained> kept = new LinkedBlockingQueue<>();

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

    private static void awaitNothingKept(Linkport port) {
        Await.until("all given back", () -> port.stats().receiveChunksOut() == 0);
    }

    @Test
    void shouldEchoAStreamFromScarceMemoryWithoutACopy() {
        byte[] stream = Bytes.pattern(2 << 20, 4);
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 2));
        EchoInPlace echo = new EchoInPlace(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        Thread sender = new Thread(() -> peer.send(stream).shutdownOutput());
        sender.start();
        Bytes.assertSame(stream, peer.readToEnd());
        Await.end(sender);
        echo.reason();
        awaitNothingKept(port);
        assertEquals(stream.length, port.stats().bytesSent());
    }

    @Test
    void shouldTakeNoSendChunkForWhatItEchoes() {
        Linkport port = ports.open();
        EchoInPlace echo = new EchoInPlace(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        for (int i = 0; i < 100; i++) {
            byte[] message = Bytes.pattern(1 + i * 50, i);
            peer.send(message);
            Bytes.assertSame(message, peer.read(message.length));
            assertEquals(0, port.stats().sendChunksOut());
        }
    }

    @Test
    void shouldBelongToTheLibraryOnceAccepted() {
        Linkport port = ports.open();
        Keeper keeper = new Keeper(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, keeper).send("mine");
        Retained kept = keeper.next();
        // The worker waits, so that the memory is on its way while this thread looks at it.
        LinkedBlockingQueue<Boolean> go = new LinkedBlockingQueue<>();
        keeper.execute(keeper.link(), () -> Await.until("told to go on", () -> !go.isEmpty()));
        assertEquals(SendResult.QUEUED, keeper.link().send(kept));
        assertThrows(IllegalStateException.class, kept::data);
        assertThrows(IllegalStateException.class, () -> keeper.link().send(kept));
        kept.close(); // the library has it, so nothing happens
        assertEquals(1, port.stats().receiveChunksOut());
        go.add(true);
        assertEquals("mine", peer.readText(4));
        awaitNothingKept(port);
        kept.close();
        assertThrows(IllegalStateException.class, () -> keeper.link().send(kept));
    }

    @Test
    void shouldStayTheCallersWhenRejected() {
        Linkport port = ports.open();
        Keeper keeper = new Keeper(ports);
        LinkOptions tight = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1, 1, 3));
        Peer peer = ports.peerOf(port, tight, keeper).send("long");
        Retained kept = keeper.next();
        assertEquals(SendResult.REJECTED, keeper.link().send(kept));
        assertEquals(4, kept.data().remaining());
        kept.data().limit(3);
        assertTrue(keeper.link().send(kept).isAccepted());
        assertEquals("lon", peer.readText(3));
        awaitNothingKept(port);

        peer.send("x");
        Retained last = keeper.next();
        keeper.link().abort();
        keeper.reason();
        assertEquals(SendResult.REJECTED, keeper.link().send(last));
        assertEquals(1, port.stats().receiveChunksOut());
        last.close();
        awaitNothingKept(port);
    }

    @Test
    void shouldSendFromThePositionOnAndInOrder() {
        Keeper keeper = new Keeper(ports);
        Peer peer = ports.peerOf(keeper).send("0123456789");
        Retained kept = keeper.next();
        kept.data().position(2).limit(5);
        keeper.link().send(new byte[] {'<'});
        keeper.link().send(kept);
        keeper.link().send(new byte[] {'>'});
        assertEquals("<234>", peer.readText(5));
    }

    @Test
    void shouldSendToLinksOfOtherWorkersAndOtherPorts() {
        Linkport from = ports.open();
        Linkport to = ports.open();
        Keeper keeper = new Keeper(ports);
        Peer source = ports.peerOf(from, LinkOptions.DEFAULT, keeper);
        List<Recorder> sinks = new ArrayList<>();
        List<Peer> sinkPeers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Recorder sink = new Recorder(ports);
            sinks.add(sink);
            sinkPeers.add(ports.peerOf(i < 4 ? from : to, LinkOptions.DEFAULT, sink));
        }
        for (int i = 0; i < 60; i++) {
            byte[] message = Bytes.pattern(700, i);
            source.send(message);
            int at = 0;
            while (at < message.length) { // it may come in pieces
                Retained piece = keeper.next();
                at += piece.data().remaining();
                assertTrue(sinks.get(i % 6).link().send(piece).isAccepted());
            }
            Bytes.assertSame(message, sinkPeers.get(i % 6).read(700));
        }
        awaitNothingKept(from);
    }

    @Test
    void shouldBeGivenBackWhenTheLinkDies() {
        Linkport port = ports.open(ports.builder().workers(1));
        Keeper keeper = new Keeper(ports);
        Peer source = ports.peerOf(port, LinkOptions.DEFAULT, keeper);
        for (int i = 0; i < 40; i++) { // more often than there are chunks
            Recorder stuck = new Recorder(ports);
            Peer sink = ports.peerOf(port, LinkOptions.DEFAULT, stuck);
            stuck.link().send(new byte[16 << 20]); // which its peer does not read
            source.send("x");
            assertTrue(stuck.link().send(keeper.next()).isAccepted());
            if (i % 2 == 0) {
                stuck.link().abort();
            } else {
                sink.reset();
            }
            stuck.reason();
            sink.close();
        }
        awaitNothingKept(port);
    }

    @Test
    void shouldRefuseWhatNobodyRetained() {
        Keeper keeper = new Keeper(ports);
        ports.peerOf(keeper);
        Retained other = new Retained() {
            @Override
            public ByteBuffer data() {
                return ByteBuffer.allocateDirect(1);
            }

            @Override
            public void close() {}
        };
        assertThrows(IllegalArgumentException.class, () -> keeper.link().send(other));
    }
}
