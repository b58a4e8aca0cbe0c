/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Inbound;
import org.linkport.Link;
import org.linkport.LinkClosedException;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Inbound: received bytes read by ordinary blocking code. Attacks its bound with readers that do not read, its waits with
 * time, interrupts and every end of the link, and the stream with readers of odd sizes.
 */
class InboundTest {
    private static final long LONG = Await.SECONDS * 1_000L;

    @RegisterExtension
    final Ports ports = new Ports();

    private final Inbound in = new Inbound(32 << 10);

    private Peer peerOf(Linkport port, LinkOptions options) {
        return ports.peer(ports.listen(port, options, link -> in).address());
    }

    private Peer peer() {
        return peerOf(ports.open(), LinkOptions.DEFAULT);
    }

    private String text(int count) throws InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        assertTrue(in.readFully(bytes, LONG));
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    @Test
    void shouldServeAClientInBlockingStyle() throws Exception {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        Link link = Await.value(port.connect(listener.address(), l -> in));
        for (String question : new String[] {"one", "three", "five"}) {
            link.send(question.getBytes(StandardCharsets.US_ASCII));
            assertEquals(question, text(question.length()));
        }
        link.close();
        assertEquals(-1, in.read(ByteBuffer.allocate(1), LONG));
    }

    @Test
    void shouldGiveWhatHasArrivedAndThenTheEnd() throws Exception {
        Peer peer = peer().send("abc");
        ByteBuffer bytes = ByteBuffer.allocate(10);
        while (bytes.position() < 3) {
            assertTrue(in.read(bytes, LONG) > 0);
        }
        assertEquals(0, in.read(bytes, 0));
        assertEquals(0, in.read(bytes, 20));
        assertEquals(0, in.read(ByteBuffer.allocate(0), -1));
        peer.send("de").shutdownOutput();
        assertEquals("de", text(2));
        assertEquals(-1, in.read(bytes, LONG));
        assertEquals(-1, in.read(bytes, LONG));
        LinkClosedException over = assertThrows(LinkClosedException.class, () -> in.readFully(bytes, LONG));
        assertEquals(CloseReason.PEER_CLOSE, over.reason());
    }

    @Test
    void shouldKeepWhatCameInTimeWhenABufferDoesNotFill() throws Exception {
        Peer peer = peer().send("abc");
        ByteBuffer bytes = ByteBuffer.allocate(5);
        Await.until("arrived", () -> in.available() == 3);
        assertFalse(in.readFully(bytes, 1));
        assertEquals(3, bytes.position());
        peer.send("de");
        assertTrue(in.readFully(bytes, LONG));
        peer.send("f").shutdownOutput();
        ByteBuffer last = ByteBuffer.allocate(5);
        assertThrows(LinkClosedException.class, () -> in.readFully(last, LONG));
        assertEquals(1, last.position());
    }

    @Test
    void shouldHoldThePeerBackWhenNobodyReads() throws Exception {
        Linkport port = ports.open();
        Peer peer = peerOf(port, LinkOptions.DEFAULT);
        byte[] stream = Bytes.pattern(16 << 20, 1); // more than the buffers of both systems
        Thread sender = new Thread(() -> peer.send(stream).shutdownOutput());
        sender.start();
        Await.until("full", () -> in.available() >= 32 << 10);
        Peer other = ports.peerOf(port, LinkOptions.DEFAULT, new Recorder.Echo(ports));
        for (int i = 0; i < 50; i++) { // the workers go on stepping
            assertEquals("x", other.send("x").readText(1));
        }
        assertTrue(in.available() < (32 << 10) + (16 << 10), () -> "waiting: " + in.available());
        assertTrue(sender.isAlive(), "the peer could send everything");
        ByteBuffer all = ByteBuffer.allocate(stream.length + 1);
        int size = 1;
        for (int count = 0;
                count >= 0;
                count = in.read(all.limit(Math.min(all.capacity(), all.position() + size)), LONG)) {
            size = size % 50_000 + 7;
        }
        Await.end(sender);
        assertEquals(stream.length, all.position());
        Bytes.assertSame(stream, Arrays.copyOf(all.array(), stream.length));
    }

    @Test
    void shouldFillABufferLargerThanWhatMayWait() throws Exception {
        Peer peer = peer();
        byte[] stream = Bytes.pattern(1 << 20, 2);
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        ByteBuffer all = ByteBuffer.allocateDirect(stream.length);
        assertTrue(in.readFully(all, LONG));
        byte[] read = new byte[stream.length];
        all.flip().get(read);
        Bytes.assertSame(stream, read);
        Await.end(sender);
    }

    @Test
    void shouldTellOfAResetAfterWhatCameBefore() throws Exception {
        Peer peer = peer().send("abc");
        Await.until("arrived", () -> in.available() == 3);
        peer.reset();
        assertEquals("abc", text(3));
        LinkClosedException reset =
                assertThrows(LinkClosedException.class, () -> in.read(ByteBuffer.allocate(1), LONG));
        assertEquals(CloseReason.RESET, reset.reason());
    }

    @Test
    void shouldWakeReadersWhenTheLinkportEnds() throws Exception {
        Linkport port = ports.open(ports.builder().shutdownMillis(0));
        Peer peer = peerOf(port, LinkOptions.DEFAULT).send("x");
        assertEquals("x", text(1));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread reader = new Thread(() ->
                failure.complete(assertThrows(LinkClosedException.class, () -> in.read(ByteBuffer.allocate(1), -1))));
        reader.start();
        Await.until("it waits", () -> reader.getState() == Thread.State.TIMED_WAITING);
        Await.value(port.shutdown());
        LinkClosedException closed = assertInstanceOf(LinkClosedException.class, Await.value(failure));
        assertEquals(CloseReason.SHUTDOWN, closed.reason());
        Await.end(reader);
        peer.close();
    }

    @Test
    void shouldEndAWaitByInterruptAndLoseNothing() throws Exception {
        Peer peer = peer();
        ByteBuffer bytes = ByteBuffer.allocate(4);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> failure.complete(assertThrows(InterruptedException.class, () -> in.readFully(bytes, -1))));
        reader.start();
        peer.send("ab");
        Await.until("it has taken what there is", () -> bytes.position() == 2);
        reader.interrupt();
        Await.end(reader);
        Await.value(failure);
        peer.send("cd");
        assertTrue(in.readFully(bytes, LONG));
        assertEquals("abcd", StandardCharsets.US_ASCII.decode(bytes.flip()).toString());
    }

    @Test
    void shouldRefuseToWaitOnItsOwnWorkerAndToServeTwoLinks() throws Exception {
        ports.expectHandlerErrors(1);
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> in);
        ports.peer(listener.address()).send("x");
        assertEquals("x", text(1));
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        port.links()
                .iterator()
                .next()
                .execute(() -> refused.complete(
                        assertThrows(IllegalStateException.class, () -> in.read(ByteBuffer.allocate(1), -1))));
        Await.value(refused);
        Peer.expectResetOf(listener.address());
    }

    @Test
    void shouldBeReadByManyThreadsOfAnyKind() throws Exception {
        ExecutorService threads = ports.endLater(DispatchTest.virtualThreads());
        Linkport port = ports.open();
        int links = 20;
        byte[] stream = Bytes.pattern(50_000, 3);
        CompletableFuture<?>[] done = new CompletableFuture<?>[links];
        Listener listener = ports.listen(port, LinkOptions.DEFAULT.dispatch(threads), link -> {
            Inbound each = new Inbound(1_000);
            link.attach(each);
            return each;
        });
        for (int i = 0; i < links; i++) {
            Peer peer = ports.peer(listener.address());
            done[i] = CompletableFuture.runAsync(() -> peer.send(stream), threads);
        }
        Await.until("all accepted", () -> port.links().count() == links);
        for (Link link : port.links()) {
            Await.until("it has its handler", () -> link.attachment() != null);
            Inbound each = (Inbound) link.attachment();
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> fill(each, stream.length), threads);
            Bytes.assertSame(stream, Await.value(read));
        }
        Await.value(CompletableFuture.allOf(done));
    }

    private static byte[] fill(Inbound in, int size) {
        ByteBuffer all = ByteBuffer.allocate(size);
        try {
            assertTrue(in.readFully(all, LONG));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return all.array();
    }

    @Test
    void shouldCheckItsCapacity() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Inbound(0))
                .getMessage();
        assertEquals("capacityBytes is 0 and must be from 1 to 1073741824", message);
    }
}
