/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 5, sending: CONGESTED above the high-water mark, one onWritable for each crossing, bounded memory for a peer
 * that does not read. Attacks the crossing itself, with senders on other threads that depend on it.
 */
class CongestionTest {
    private static final LinkOptions NARROW =
            LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(500, 1_000, 100_000));

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldTellWritableOnceForEachCrossing() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), NARROW, recorder);
        for (int crossing = 1; crossing <= 5; crossing++) {
            CompletableFuture<List<SendResult>> results = new CompletableFuture<>();
            recorder.execute(recorder.link(), () -> {
                List<SendResult> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(recorder.link().send(new byte[500]));
                }
                results.complete(answers);
            });
            assertEquals(
                    List.of(SendResult.QUEUED, SendResult.QUEUED, SendResult.CONGESTED, SendResult.CONGESTED),
                    Await.value(results));
            peer.read(2_000);
            int expected = crossing;
            Await.until("writable " + expected, () -> recorder.writable.get() == expected);
        }
        recorder.link().close();
        peer.expectEnd();
        assertEquals(5, recorder.writable.get());
    }

    @Test
    void shouldNotTellWritableBelowTheHighWaterMark() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), NARROW, recorder);
        for (int i = 0; i < 20; i++) {
            assertEquals(SendResult.QUEUED, recorder.link().send(new byte[1_000]));
            peer.read(1_000);
            Await.until("handed over", () -> recorder.link().pendingBytes() == 0);
        }
        assertEquals(0, recorder.writable.get());
    }

    @Test
    void shouldSendOnFromWritable() {
        int total = 1 << 20;
        Recorder recorder = new Recorder(ports) {
            private int sent;

            @Override
            void received(Link link, ByteBuffer data) {
                writable(link);
            }

            @Override
            void writable(Link link) {
                while (sent < total) {
                    sent += 400;
                    if (link.send(new byte[400]) == SendResult.CONGESTED) {
                        return;
                    }
                }
                link.close();
            }
        };
        Peer peer = ports.peerOf(ports.open(), NARROW, recorder).send("go");
        assertEquals((total + 399) / 400 * 400, peer.readToEnd().length);
        assertTrue(recorder.writable.get() > 0);
    }

    @Test
    void shouldNeverLeaveASenderWaiting() {
        int threads = 4;
        int messages = 1_500;
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), NARROW, recorder);
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            senders.add(new Thread(() -> {
                for (int i = 0; i < messages; i++) {
                    int before = recorder.writable.get();
                    if (recorder.link().send(new byte[300]) == SendResult.CONGESTED) {
                        Await.until("writable again", () -> recorder.writable.get() > before);
                    }
                }
            }));
        }
        senders.forEach(Thread::start);
        peer.read(threads * messages * 300);
        senders.forEach(Await::end);
    }

    @Test
    void shouldBoundTheMemoryOfAPeerThatDoesNotRead() {
        long max = 1 << 20;
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        ports.peerOf(
                port,
                LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1 << 10, 64 << 10, max)),
                recorder);
        long rejected = 0;
        for (int i = 0; i < 20_000 && rejected < 100; i++) {
            if (recorder.link().send(new byte[4_000]) == SendResult.REJECTED) {
                rejected++;
            }
            assertTrue(recorder.link().pendingBytes() <= max);
        }
        assertEquals(100, rejected);
        long chunks = port.stats().sendChunksOut();
        assertTrue(chunks <= 2 * max / 4_000, () -> "send chunks: " + chunks);
        recorder.link().abort();
    }
}
