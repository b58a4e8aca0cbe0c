/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 2: send from any thread, whole messages, each thread's in its order, none lost once accepted. Attacks the
 * hand-over from other threads to the worker, against closes and against the worker's own sends.
 */
class SendTest {
    private static final int FRAME = 16;

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldKeepMessagesWholeAndEachThreadsOrder() {
        int threads = 6;
        int messages = 2_000;
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            senders.add(new Thread(() -> sendFrames(link, thread, messages)));
        }
        senders.forEach(Thread::start);
        checkFrames(peer, threads, messages);
        senders.forEach(Await::end);
    }

    @Test
    void shouldKeepOrderWhenTheWorkerSendsTheSameTime() {
        int messages = 2_000;
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        Thread other = new Thread(() -> sendFrames(link, 0, messages));
        other.start();
        for (int i = 0; i < messages; i++) {
            int number = i;
            recorder.execute(link, () -> link.send(frame(1, number)));
        }
        checkFrames(peer, 2, messages);
        Await.end(other);
    }

    private static void sendFrames(Link link, int thread, int messages) {
        ByteBuffer reused = ByteBuffer.allocateDirect(FRAME);
        for (int i = 0; i < messages; i++) {
            reused.clear().put(frame(thread, i)).flip();
            assertEquals(true, link.send(reused).isAccepted());
        }
    }

    private static byte[] frame(int thread, int number) {
        return ByteBuffer.allocate(FRAME)
                .putInt(thread)
                .putInt(number)
                .putInt(~thread)
                .putInt(~number)
                .array();
    }

    private static void checkFrames(Peer peer, int threads, int messages) {
        int[] next = new int[threads];
        for (int i = 0; i < threads * messages; i++) {
            ByteBuffer frame = ByteBuffer.wrap(peer.read(FRAME));
            int thread = frame.getInt();
            int number = frame.getInt();
            assertEquals(~thread, frame.getInt(), "an interleaved message");
            assertEquals(~number, frame.getInt(), "an interleaved message");
            assertEquals(next[thread]++, number, () -> "order of thread " + thread);
        }
    }

    @Test
    void shouldSendWhatWasSentBeforeATaskBeforeWhatTheTaskSends() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        for (int i = 0; i < 500; i++) {
            link.send(new byte[] {1});
            recorder.execute(link, () -> link.send(new byte[] {2}));
            assertArrayEquals(new byte[] {1, 2}, peer.read(2));
        }
    }

    @Test
    void shouldSendToLinksOfOtherWorkers() {
        int links = 8;
        Linkport port = ports.open(ports.builder().workers(4));
        List<Link> open = new ArrayList<>();
        Listener listener = ports.listen(port, accepted -> new Recorder(ports) {
            @Override
            void opened(Link link) {
                synchronized (open) {
                    open.add(link);
                }
            }

            @Override
            void received(Link link, ByteBuffer data) {
                synchronized (open) {
                    open.forEach(other -> other.send(data.duplicate()));
                }
            }
        });
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            peers.add(ports.peer(listener.address()));
        }
        Await.until("all open", () -> port.links().count() == links);
        for (Peer peer : peers) {
            peer.send("hello");
            peers.forEach(other -> assertEquals("hello", other.readText(5)));
        }
    }

    @Test
    void shouldTakeAnyKindOfBufferAndLeaveItsContentAlone() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        byte[] bytes = Bytes.pattern(3_000, 1);
        ByteBuffer direct = ByteBuffer.allocateDirect(3_000).put(bytes).flip();
        List<ByteBuffer> buffers = List.of(
                ByteBuffer.wrap(bytes),
                direct,
                direct.asReadOnlyBuffer(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                ByteBuffer.allocate(4_000)
                        .position(500)
                        .put(bytes)
                        .position(500)
                        .limit(3_500)
                        .slice());
        for (ByteBuffer buffer : buffers) {
            recorder.link().send(buffer);
            assertEquals(0, buffer.remaining());
            Bytes.assertSame(bytes, peer.read(3_000));
        }
        Bytes.assertSame(bytes, Bytes.pattern(3_000, 1));
    }

    @Test
    void shouldCopyTheMessageBeforeItReturns() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        byte[] reused = new byte[1_000];
        for (int i = 0; i < 100; i++) {
            Arrays.fill(reused, (byte) i);
            recorder.link().send(reused);
        }
        for (int i = 0; i < 100; i++) {
            Arrays.fill(reused, (byte) i);
            assertArrayEquals(reused, peer.read(1_000));
        }
    }

    @Test
    void shouldAcceptAnEmptyMessage() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        assertEquals(SendResult.QUEUED, link.send(new byte[0]));
        recorder.execute(link, () -> link.send(new byte[0]));
        link.send("x".getBytes(StandardCharsets.US_ASCII));
        assertEquals("x", peer.readText(1));
        link.close();
        peer.expectEnd();
        assertEquals(3, port.stats().messagesSent());
    }

    @Test
    void shouldMoveThePositionOnlyOnAcceptance() {
        Recorder recorder = new Recorder(ports);
        LinkOptions options = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(10, 50, 100));
        ports.peerOf(ports.open(), options, recorder);
        ByteBuffer tooLarge = ByteBuffer.allocate(101);
        assertEquals(SendResult.REJECTED, recorder.link().send(tooLarge));
        assertEquals(0, tooLarge.position());
        ByteBuffer fits = ByteBuffer.allocate(100);
        assertEquals(SendResult.CONGESTED, recorder.link().send(fits));
        assertEquals(100, fits.position());
    }

    @Test
    void shouldRejectAboveTheHardLimitAndDeliverTheRest() {
        Recorder recorder = new Recorder(ports);
        LinkOptions options = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1_000, 1_000, 1_000));
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, options, recorder);
        CompletableFuture<List<SendResult>> results = new CompletableFuture<>();
        recorder.execute(recorder.link(), () -> {
            Link link = recorder.link();
            List<SendResult> answers = new ArrayList<>();
            answers.add(link.send(new byte[900]));
            answers.add(link.send(new byte[200]));
            answers.add(link.send(new byte[100]));
            answers.add(link.send(new byte[1]));
            assertEquals(1_000, link.pendingBytes());
            results.complete(answers);
        });
        assertEquals(
                List.of(SendResult.QUEUED, SendResult.REJECTED, SendResult.QUEUED, SendResult.REJECTED),
                Await.value(results));
        peer.read(1_000);
        recorder.link().close();
        peer.expectEnd();
        assertEquals(2, port.stats().messagesRejected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "shutdownOutput", "reset", "end"})
    void shouldRejectOnceTheOutputHasEnded(String how) {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        switch (how) {
            case "close" -> link.close();
            case "abort" -> link.abort();
            case "shutdownOutput" -> link.shutdownOutput();
            case "reset" -> peer.reset();
            default -> peer.close();
        }
        if ("reset".equals(how) || "end".equals(how)) {
            recorder.reason();
        }
        assertEquals(SendResult.REJECTED, link.send(new byte[10]));
        assertEquals(SendResult.REJECTED, link.send(new byte[0]));
        peer.close();
        recorder.reason();
        assertEquals(0, link.pendingBytes());
        assertEquals(SendResult.REJECTED, link.send(new byte[10]));
    }

    @Test
    void shouldDeliverWhatTheSameThreadSentBeforeItsClose() {
        Linkport port = ports.open();
        Recorder[] current = new Recorder[1];
        Listener listener = ports.listen(port, link -> current[0]);
        for (int i = 0; i < 200; i++) {
            current[0] = new Recorder(ports);
            Peer peer = ports.peer(listener.address());
            Link link = current[0].link();
            link.send(new byte[100]);
            link.send(new byte[50]);
            if (i % 2 == 0) {
                link.close();
            } else {
                link.shutdownOutput();
            }
            assertEquals(150, peer.readToEnd().length);
            peer.close();
            current[0].reason();
        }
    }

    @Test
    void shouldNotLoseAnAcceptedMessageToACloseOfAnotherThread() {
        Linkport port = ports.open();
        Recorder[] current = new Recorder[1];
        Listener listener = ports.listen(port, link -> current[0]);
        for (int round = 0; round < 60; round++) {
            current[0] = new Recorder(ports);
            Peer peer = ports.peer(listener.address());
            Link link = current[0].link();
            AtomicLong accepted = new AtomicLong();
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                senders.add(new Thread(() -> {
                    while (link.send(new byte[100]).isAccepted()) {
                        accepted.addAndGet(100);
                    }
                }));
            }
            senders.forEach(Thread::start);
            boolean half = round % 2 == 0;
            Await.until("some sent", () -> accepted.get() > 2_000);
            if (half) {
                link.shutdownOutput();
            } else {
                link.close();
            }
            long received = peer.readToEnd().length;
            senders.forEach(Await::end);
            assertEquals(accepted.get(), received);
            peer.close();
            current[0].reason();
        }
    }
}
