/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 2 for memory that a program lends: sent from where it is, in order with copies, given back by one callback
 * that tells what became of it. Attacks the moment it is given back, whatever ends the link, and whoever sends.
 */
class LentSendTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Lends memory that is overwritten as soon as it is back, so that giving it back too early shows. */
    private static Link.SendCallback overwrite(ByteBuffer lent, Link.SendCallback then) {
        return (link, outcome) -> {
            for (int i = 0; i < lent.capacity(); i++) {
                lent.put(i, (byte) 0xEE);
            }
            then.ended(link, outcome);
        };
    }

    @Test
    void shouldTellOnceThatTheSystemHasTheBytes() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();
        ByteBuffer message = direct(Bytes.pattern(10_000, 1)).position(100).limit(9_000);
        assertEquals(SendResult.QUEUED, recorder.link().send(message, recorder.callback(outcomes::add)));
        assertEquals(9_000, message.position());
        assertEquals(8_900, peer.read(8_900).length);
        Await.until("told", () -> !outcomes.isEmpty());
        assertEquals(0, recorder.link().pendingBytes());
        recorder.link().close();
        peer.expectEnd();
        peer.close();
        recorder.reason();
        assertEquals(List.of(SendOutcome.HANDED_OVER), outcomes);
        assertEquals(List.of("open", "sent", "close"), recorder.calls());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheOrderOfCopiesAndLentMemory(boolean fromWorker) {
        int messages = 400;
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> recorder);
        Peer peer = ports.closeLater(Peer.connectNarrow(listener.address()));
        Link link = recorder.link();
        AtomicInteger told = new AtomicInteger();
        byte[] stream = Bytes.pattern(messages * (messages + 1) / 2 * 20, 3);
        Recorder.Hook sends = () -> {
            int at = 0;
            for (int i = 1; i <= messages; i++) {
                byte[] message = new byte[i * 20];
                System.arraycopy(stream, at, message, 0, message.length);
                at += message.length;
                if (i % 3 == 0) {
                    assertTrue(link.send(message).isAccepted());
                } else {
                    int turn = told.get();
                    ByteBuffer lent = direct(message);
                    Link.SendCallback callback = recorder.callback(outcome -> told.getAndIncrement());
                    assertTrue(link.send(lent, overwrite(lent, callback)).isAccepted(), () -> "after " + turn);
                }
            }
        };
        if (fromWorker) {
            recorder.execute(link, sends);
        } else {
            assertTrue(run(sends));
        }
        Bytes.assertSame(stream, peer.read(stream.length));
        Await.until(() -> "told " + told, () -> told.get() == messages - messages / 3);
    }

    private static boolean run(Recorder.Hook hook) {
        try {
            hook.run();
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSendALargeMessageToAReaderThatStartsLate() {
        byte[] message = Bytes.pattern(48 << 20, 2);
        ByteBuffer lent = direct(message);
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        assertEquals(
                SendResult.CONGESTED,
                recorder.link().send(lent, overwrite(lent, recorder.callback(outcome::complete))));
        recorder.link().close();
        Await.until("the system is full", () -> port.stats().systemSends() > 0);
        Bytes.assertSame(message, peer.readToEnd());
        assertEquals(SendOutcome.HANDED_OVER, Await.value(outcome));
        assertEquals(0, port.stats().sendChunksOut());
    }

    @Test
    void shouldCountAgainstTheWaterMarks() {
        Recorder recorder = new Recorder(ports);
        SendOptions narrow = SendOptions.DEFAULT.withPendingBytes(500, 1_000, 10_000);
        Peer peer = ports.peerOf(ports.open(), LinkOptions.DEFAULT.withSend(narrow), recorder);
        List<SendResult> answers = new CopyOnWriteArrayList<>();
        AtomicInteger told = new AtomicInteger();
        recorder.execute(recorder.link(), () -> {
            for (int size : new int[] {1_000, 9_000, 1}) {
                answers.add(recorder.link()
                        .send(ByteBuffer.allocateDirect(size), recorder.callback(o -> told.getAndIncrement())));
            }
        });
        peer.read(10_000);
        Await.until("writable", () -> recorder.writable.get() == 1);
        assertEquals(List.of(SendResult.QUEUED, SendResult.CONGESTED, SendResult.REJECTED), answers);
        assertEquals(2, told.get()); // and none for what was rejected
        assertEquals(List.of("open", "task", "sent", "sent", "writable"), recorder.calls());
    }

    @Test
    void shouldLeaveARejectedBufferAlone() {
        Recorder recorder = new Recorder(ports);
        SendOptions tight = SendOptions.DEFAULT.withPendingBytes(1, 1, 100);
        ports.peerOf(ports.open(), LinkOptions.DEFAULT.withSend(tight), recorder);
        List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();
        ByteBuffer message = ByteBuffer.allocateDirect(101).position(0);
        assertEquals(SendResult.REJECTED, recorder.link().send(message, recorder.callback(outcomes::add)));
        assertEquals(101, message.remaining());
        recorder.link().abort();
        recorder.reason();
        message.limit(1);
        assertEquals(SendResult.REJECTED, recorder.link().send(message, recorder.callback(outcomes::add)));
        assertEquals(List.of(), outcomes);
    }

    @Test
    void shouldRefuseHeapMemoryAndTakeReadOnlyMemory() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> recorder.link().send(ByteBuffer.allocate(1), recorder.callback(outcome::complete)));
        assertEquals("the buffer to lend is not direct; send(ByteBuffer) copies it", refused.getMessage());
        assertThrows(
                NullPointerException.class,
                () -> recorder.link().send(ByteBuffer.allocateDirect(1), (Link.SendCallback) null));
        byte[] bytes = Bytes.pattern(300, 9);
        recorder.link().send(direct(bytes).asReadOnlyBuffer(), recorder.callback(outcome::complete));
        Bytes.assertSame(bytes, peer.read(300));
        assertEquals(SendOutcome.HANDED_OVER, Await.value(outcome));
    }

    @Test
    void shouldTellOfMessagesOfNoBytesInTheirTurn() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        List<Integer> told = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 6; i++) { // three in a row, then bytes before and after one
            int number = i;
            int size = i < 3 || i == 4 ? 0 : 5;
            recorder.link().send(ByteBuffer.allocateDirect(size), recorder.callback(o -> told.add(number)));
        }
        peer.read(10);
        Await.until(() -> "told " + told, () -> told.size() == 6);
        assertEquals(List.of(0, 1, 2, 3, 4, 5), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "reset", "drain", "shutdown"})
    void shouldTellOfDroppedMemoryBeforeTheLinkCloses(String end) {
        int messages = 6;
        Linkport port = ports.open(ports.builder().shutdownMillis(50));
        Recorder recorder = new Recorder(ports);
        LinkOptions options =
                LinkOptions.DEFAULT.withTime(LinkOptions.DEFAULT.time().withDrainMillis(50));
        Peer peer = ports.peerOf(port, options, recorder); // which does not read
        List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();
        for (int i = 0; i < messages; i++) {
            ByteBuffer lent = ByteBuffer.allocateDirect(8 << 20);
            Link.SendCallback callback = overwrite(lent, recorder.callback(outcomes::add));
            assertTrue(recorder.link().send(lent, callback).isAccepted());
        }
        Await.until("the system is full", () -> port.stats().systemSends() > 0);
        switch (end) {
            case "abort" -> recorder.link().abort();
            case "reset" -> peer.reset();
            case "drain" -> recorder.link().close();
            default -> port.shutdown();
        }
        recorder.reason();
        assertEquals(messages, outcomes.size());
        assertEquals(SendOutcome.DROPPED, outcomes.get(messages - 1));
        assertEquals(messages, recorder.count("sent"));
        assertEquals("close", recorder.calls().get(recorder.calls().size() - 1));
    }

    @Test
    void shouldLetCallbacksDoAnything() {
        ports.expectHandlerErrors(1);
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        AtomicInteger rounds = new AtomicInteger();
        CompletableFuture<Void> done = new CompletableFuture<>();
        ByteBuffer lent = ByteBuffer.allocateDirect(100);
        Link.SendCallback again = new Link.SendCallback() {
            @Override
            public void ended(Link same, SendOutcome outcome) {
                link.send(new byte[1]);
                link.send(ByteBuffer.allocateDirect(0), recorder.callback(o -> {}));
                if (rounds.incrementAndGet() < 50) {
                    link.send(lent.clear(), this);
                } else {
                    done.complete(null);
                }
            }
        };
        link.send(lent, again);
        Await.value(done);
        peer.read(50 * 101);
        link.send(lent.clear(), (same, outcome) -> {
            throw new IllegalStateException("thrown by the test");
        });
        assertEquals(CloseReason.HANDLER_ERROR, recorder.reason());
    }

    @Test
    void shouldTellWhereTheCallbacksOfADispatchedLinkRun() {
        ThreadPoolExecutor pool =
                ports.endLater(new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1_000)));
        Recorder recorder = new Recorder(ports) {
            @Override
            boolean isInPlace(Link link) {
                return !link.worker().isCurrentThread();
            }
        };
        Peer peer = ports.peerOf(ports.open(), LinkOptions.DEFAULT.dispatch(pool), recorder);
        List<Integer> told = new ArrayList<>(); // callbacks are serial
        for (int i = 0; i < 300; i++) {
            int number = i;
            recorder.link().send(ByteBuffer.allocateDirect(10), recorder.callback(o -> told.add(number)));
        }
        peer.read(3_000);
        recorder.link().close();
        peer.expectEnd();
        peer.close();
        recorder.reason();
        assertEquals(IntStream.range(0, 300).boxed().toList(), told);
        assertEquals("close", recorder.calls().get(recorder.calls().size() - 1));
    }

    @Test
    void shouldNotTellAgainWhenACallbackEndsTheLink() {
        Linkport port = ports.open();
        for (int i = 0; i < 40; i++) {
            boolean aborts = i % 2 == 0;
            Recorder recorder = new Recorder(ports);
            ports.peerOf(port, LinkOptions.DEFAULT, recorder).shutdownOutput();
            AtomicInteger told = new AtomicInteger();
            int accepted = 0;
            for (int m = 0; m < 10; m++) {
                SendResult result = recorder.link().send(ByteBuffer.allocateDirect(1_000), (link, outcome) -> {
                    told.getAndIncrement();
                    if (aborts) {
                        link.abort();
                    } else {
                        link.close();
                    }
                });
                accepted += result.isAccepted() ? 1 : 0;
            }
            recorder.reason();
            int expected = accepted;
            Await.until(() -> told + " of " + expected, () -> told.get() == expected);
        }
    }

    @Test
    void shouldTellOnceOfEachMessageAThreadSendsWhileTheLinkCloses() throws InterruptedException {
        Linkport port = ports.open();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        for (int round = 0; round < 60; round++) {
            Recorder recorder = new Recorder(ports);
            Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                senders.add(new Thread(() -> {
                    ByteBuffer lent = ByteBuffer.allocateDirect(64);
                    while (recorder.link().isOpen()) {
                        SendResult result =
                                recorder.link().send(lent.duplicate(), (link, outcome) -> told.getAndIncrement());
                        accepted.getAndAdd(result.isAccepted() ? 1 : 0);
                    }
                }));
            }
            senders.forEach(Thread::start);
            peer.read(1_000);
            if (round % 3 == 0) {
                recorder.link().close();
            } else if (round % 3 == 1) {
                recorder.link().abort();
            } else {
                peer.reset();
            }
            peer.close();
            senders.forEach(Await::end);
            recorder.reason();
        }
        Await.value(port.shutdown());
        assertEquals(accepted.get(), told.get());
    }

    @Test
    void shouldKeepTheMessagesOfManyThreadsWhole() {
        int threads = 4;
        int messages = 1_500;
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        List<Thread> senders = new ArrayList<>();
        List<List<Integer>> told = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            List<Integer> mine = new ArrayList<>(); // callbacks are serial
            told.add(mine);
            senders.add(new Thread(() -> {
                for (int i = 0; i < messages; i++) {
                    int number = i;
                    ByteBuffer frame = ByteBuffer.allocateDirect(12);
                    frame.putInt(thread).putInt(i).putInt(~i).flip();
                    SendResult result = i % 2 == 0
                            ? recorder.link().send(frame, overwrite(frame, recorder.callback(o -> mine.add(number))))
                            : recorder.link().send(frame);
                    assertTrue(result.isAccepted());
                }
            }));
        }
        senders.forEach(Thread::start);
        ByteBuffer all = ByteBuffer.wrap(peer.read(threads * messages * 12));
        senders.forEach(Await::end);
        int[] next = new int[threads];
        while (all.hasRemaining()) {
            int thread = all.getInt();
            int number = all.getInt();
            assertEquals(~number, all.getInt(), "an interleaved message");
            assertEquals(next[thread]++, number, () -> "order of thread " + thread);
        }
        recorder.link().close();
        peer.expectEnd();
        peer.close();
        recorder.reason();
        for (List<Integer> mine : told) {
            assertEquals(messages / 2, mine.size());
            assertEquals(mine.stream().sorted().toList(), mine);
        }
    }

    @Test
    void shouldBeGatheredWithCopies() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        AtomicInteger told = new AtomicInteger();
        recorder.execute(recorder.link(), () -> {
            for (int i = 0; i < 20; i++) {
                recorder.link().send(new byte[10]);
                recorder.link().send(ByteBuffer.allocateDirect(10), recorder.callback(o -> told.getAndIncrement()));
            }
        });
        peer.read(400);
        Await.until("told", () -> told.get() == 20);
        assertEquals(1, port.stats().systemSends());
        assertEquals(40, port.stats().messagesSent());
    }
}
