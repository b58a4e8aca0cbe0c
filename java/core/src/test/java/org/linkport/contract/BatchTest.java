/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 3, batched: what is sent leaves at so many bytes, or after such a time, or when asked, in one write. Attacks
 * batches that leave too early, too late, twice or never, and what a link does with one when it ends.
 */
class BatchTest {
    private static final int NEVER_MILLIS = 60_000;

    @RegisterExtension
    final Ports ports = new Ports();

    private static LinkOptions batched(int bytes, int millis) {
        return LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withBatch(bytes, millis));
    }

    /** Each message in a step of its own, from another thread or from a task of the link. */
    private static void sendEach(Recorder recorder, int messages, int size, boolean fromWorker) {
        for (int i = 0; i < messages; i++) {
            if (fromWorker) {
                recorder.execute(recorder.link(), () -> recorder.link().send(new byte[size]));
            } else {
                recorder.link().send(new byte[size]);
            }
            stepsGoBy(recorder);
        }
    }

    /** On return the worker has applied what was asked of it before, and taken another step. */
    private static void stepsGoBy(Recorder recorder) {
        for (int i = 0; i < 3; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            recorder.execute(recorder.link(), ran::countDown);
            Await.latch(ran);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSendManyMessagesInOneWrite(boolean fromWorker) {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(1_000, NEVER_MILLIS), recorder);
        sendEach(recorder, 9, 100, fromWorker);
        assertEquals(0, port.stats().systemSends());
        assertEquals(900, recorder.link().pendingBytes());
        sendEach(recorder, 1, 100, fromWorker);
        peer.read(1_000);
        Await.until("counted", () -> port.stats().bytesSent() == 1_000);
        assertEquals(1, port.stats().systemSends());
        assertEquals(10, port.stats().messagesSent());
        assertEquals(0, recorder.link().pendingBytes());
    }

    @Test
    void shouldSendEachStepAtOnceWhenNotBatched() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        sendEach(recorder, 10, 100, true);
        peer.read(1_000);
        Await.until("counted", () -> port.stats().bytesSent() == 1_000);
        assertEquals(10, port.stats().systemSends());
    }

    @Test
    void shouldSendWhenTheTimeHasCome() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(100_000, 1_000), recorder);
        for (int round = 1; round <= 2; round++) {
            long start = System.nanoTime();
            sendEach(recorder, 3, 50, round == 2); // in far less time than that
            peer.read(150);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis >= 990, () -> "sent after " + millis + " ms"); // the worker's clock counts whole ones
            int sends = round;
            Await.until("counted", () -> port.stats().bytesSent() == 150L * sends);
            assertEquals(sends, port.stats().systemSends());
        }
    }

    @Test
    void shouldSendAgainAndAgainByTimeAlone() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), batched(100_000, 1), recorder);
        for (int i = 0; i < 200; i++) {
            recorder.link().send(Bytes.pattern(10, i));
            Bytes.assertSame(Bytes.pattern(10, i), peer.read(10));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSendWhenFlushed(boolean fromWorker) {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(100_000, NEVER_MILLIS), recorder);
        for (int round = 1; round <= 20; round++) {
            sendEach(recorder, 2, 30, fromWorker);
            recorder.link().send(new byte[40]); // sent before by this thread, so part of it
            if (fromWorker) {
                recorder.execute(recorder.link(), () -> recorder.link().flush());
            } else {
                recorder.link().flush();
            }
            peer.read(100);
            int sends = round;
            Await.until("counted", () -> port.stats().bytesSent() == 100L * sends);
            assertEquals(sends, port.stats().systemSends());
        }
        recorder.link().flush(); // nothing to send
        stepsGoBy(recorder);
        assertEquals(20, port.stats().systemSends());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "shutdownOutput", "shutdown"})
    void shouldSendBeforeTheEnd(String end) {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(100_000, NEVER_MILLIS), recorder);
        byte[] message = Bytes.pattern(5_000, 1);
        recorder.link().send(message);
        stepsGoBy(recorder);
        assertEquals(0, port.stats().systemSends());
        switch (end) {
            case "close" -> recorder.link().close();
            case "shutdownOutput" -> recorder.link().shutdownOutput();
            default -> port.shutdown();
        }
        Bytes.assertSame(message, peer.readToEnd());
        peer.close();
        assertEquals("shutdown".equals(end) ? CloseReason.SHUTDOWN : CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldDropABatchWithAnAbortAndForgetItsTime() {
        Linkport port = ports.open(ports.builder().workers(1));
        for (int i = 0; i < 30; i++) {
            Recorder aborted = new Recorder(ports);
            Peer peer = ports.peerOf(port, batched(100_000, 20), aborted);
            aborted.link().send(new byte[100]);
            aborted.link().abort();
            aborted.link().flush();
            peer.expectReset();
            assertEquals(CloseReason.LOCAL_ABORT, aborted.reason());
        }
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(100_000, 100), recorder);
        recorder.link().send(new byte[10]);
        peer.read(10); // later than every time of the links before
        assertEquals(0, port.stats().systemErrors());
    }

    @Test
    void shouldTellWritableThoughTheBatchIsAsLargeAsTheMark() {
        LinkOptions options = LinkOptions.DEFAULT.withSend(
                SendOptions.DEFAULT.withPendingBytes(500, 1_000, 100_000).withBatch(1_000, NEVER_MILLIS));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), options, recorder);
        for (int crossing = 1; crossing <= 5; crossing++) {
            assertEquals(SendResult.QUEUED, recorder.link().send(new byte[999]));
            stepsGoBy(recorder);
            assertEquals(SendResult.CONGESTED, recorder.link().send(new byte[2]));
            peer.read(1_001);
            int expected = crossing;
            Await.until("writable " + expected, () -> recorder.writable.get() == expected);
        }
    }

    @Test
    void shouldKeepTheOrderOfManyThreads() {
        int threads = 4;
        int messages = 3_000;
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, batched(4_096, 5), recorder);
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            senders.add(new Thread(() -> {
                for (int i = 0; i < messages; i++) {
                    recorder.link()
                            .send(ByteBuffer.allocate(8)
                                    .putInt(thread)
                                    .putInt(i)
                                    .flip());
                    if (i % 500 == thread) {
                        recorder.link().flush();
                    }
                }
            }));
        }
        senders.forEach(Thread::start);
        ByteBuffer all = ByteBuffer.wrap(peer.read(threads * messages * 8));
        senders.forEach(Await::end);
        int[] next = new int[threads];
        while (all.hasRemaining()) {
            int thread = all.getInt();
            assertEquals(next[thread]++, all.getInt(), () -> "order of thread " + thread);
        }
        assertEquals((long) threads * messages, port.stats().messagesSent());
        long sends = port.stats().systemSends();
        assertTrue(sends * 4 <= (long) threads * messages, () -> "OS sends: " + sends);
    }

    @Test
    void shouldBatchTheSendsOfCallbacks() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                link.send(data);
                if (receivedBytes() == 20) {
                    link.flush();
                    all.complete(null);
                }
            }
        };
        Peer peer = ports.peerOf(port, batched(100_000, NEVER_MILLIS), recorder);
        for (int i = 1; i <= 20; i++) {
            peer.send(new byte[1]);
            recorder.awaitReceived(i);
        }
        Await.value(all);
        peer.read(20);
        Await.until("counted", () -> port.stats().bytesSent() == 20);
        assertEquals(1, port.stats().systemSends());
    }
}
