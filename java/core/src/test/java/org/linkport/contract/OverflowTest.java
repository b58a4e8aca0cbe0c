/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 5, the hard limit: a message that does not fit is rejected, and the link goes on or ends, as chosen. Attacks
 * the choice with overflows inside callbacks, from many threads, and with rejections that are none.
 */
class OverflowTest {
    private static final SendOptions TIGHT = SendOptions.DEFAULT.withPendingBytes(500, 1_000, 10_000);
    private static final LinkOptions REJECT = LinkOptions.DEFAULT.withSend(TIGHT);
    private static final LinkOptions CLOSE =
            LinkOptions.DEFAULT.withSend(TIGHT.withOverflow(SendOptions.Overflow.CLOSE));

    @RegisterExtension
    final Ports ports = new Ports();

    /** What a link answers to messages of one step, so that nothing is handed over between them. */
    private List<SendResult> answers(Recorder recorder, int... sizes) {
        CompletableFuture<List<SendResult>> results = new CompletableFuture<>();
        recorder.execute(recorder.link(), () -> {
            List<SendResult> answers = new ArrayList<>();
            for (int size : sizes) {
                answers.add(recorder.link().send(new byte[size]));
            }
            results.complete(answers);
        });
        return Await.value(results);
    }

    @Test
    void shouldGoOnAfterARejection() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), REJECT, recorder);
        assertEquals(
                List.of(SendResult.CONGESTED, SendResult.REJECTED, SendResult.CONGESTED),
                answers(recorder, 9_000, 1_001, 1_000));
        assertTrue(recorder.link().isOpen());
        peer.read(10_000);
        Await.until("writable", () -> recorder.writable.get() == 1);
        assertEquals(SendResult.QUEUED, recorder.link().send(new byte[10]));
        peer.read(10);
    }

    @Test
    void shouldEndTheLinkAtTheMessageThatDoesNotFit() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, CLOSE, recorder);
        assertEquals(
                List.of(SendResult.CONGESTED, SendResult.REJECTED, SendResult.REJECTED),
                answers(recorder, 10_000, 1, 0));
        assertFalse(recorder.link().isOpen());
        assertEquals(CloseReason.OVERFLOW, recorder.reason());
        peer.expectReset();
        assertEquals(1, port.stats().closes().get(CloseReason.OVERFLOW));
        assertEquals(2, port.stats().messagesRejected());
    }

    @Test
    void shouldEndTheLinkOfAPeerThatDoesNotRead() {
        Recorder recorder = new Recorder(ports);
        LinkOptions options = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT
                .withPendingBytes(1 << 10, 64 << 10, 1 << 20)
                .withOverflow(SendOptions.Overflow.CLOSE));
        ports.peerOf(ports.open(), options, recorder);
        int sent = 0;
        while (recorder.link().send(new byte[10_000]).isAccepted()) {
            sent++;
            assertTrue(sent < 100_000, "the limit was never reached");
        }
        assertEquals(CloseReason.OVERFLOW, recorder.reason());
    }

    @Test
    void shouldEndTheLinkFromACallbackAndFromManyThreads() {
        AtomicInteger rejected = new AtomicInteger();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                assertEquals(SendResult.REJECTED, link.send(new byte[10_001]));
            }
        };
        ports.peerOf(ports.open(), CLOSE, recorder).send("go");
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            senders.add(new Thread(() -> {
                while (recorder.link().send(new byte[3_000]).isAccepted()) {
                    Thread.onSpinWait();
                }
                rejected.incrementAndGet();
            }));
        }
        senders.forEach(Thread::start);
        senders.forEach(Await::end);
        assertEquals(4, rejected.get());
        assertEquals(CloseReason.OVERFLOW, recorder.reason());
        assertEquals(1, recorder.count("close"));
    }

    @Test
    void shouldNotTakeALateMessageForAnOverflow() {
        Recorder halfClosed = new Recorder(ports);
        Peer peer = ports.peerOf(ports.open(), CLOSE, halfClosed);
        halfClosed.link().shutdownOutput();
        assertEquals(SendResult.REJECTED, halfClosed.link().send(new byte[20_000]));
        peer.expectEnd();
        peer.send("still read");
        halfClosed.awaitReceived(10);
        peer.shutdownOutput();
        assertEquals(CloseReason.LOCAL_CLOSE, halfClosed.reason());
        assertEquals(SendResult.REJECTED, halfClosed.link().send(new byte[20_000]));
    }
}
