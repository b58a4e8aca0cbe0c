/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Broadcast;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Promise 5 over all links: what they have pending together stays below the limit of their Linkport. Attacks it with links
 * whose peers do not read, with messages from many threads, and with links that end with bytes pending, in every form of
 * send: each byte must be free again, once.
 */
class PendingLimitTest {
    private static final int MAX = 2_000_000;
    private static final LinkOptions WIDE =
            LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1 << 20, 64 << 20, 256 << 20));

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<Peer> peers = new ArrayList<>();

    private Linkport open(int workers) {
        return ports.open(ports.builder().workers(workers).maxPendingBytes(MAX));
    }

    private List<Recorder> links(Linkport port, int count, LinkOptions options) {
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Recorder recorder = new Recorder(ports);
            recorders.add(recorder);
            peers.add(ports.peerOf(port, options, recorder));
        }
        return recorders;
    }

    /** Of one step of a single worker, so that nothing is handed over between the messages. */
    private static List<SendResult> answers(Recorder on, Object... linksAndSizes) {
        CompletableFuture<List<SendResult>> results = new CompletableFuture<>();
        on.execute(on.link(), () -> {
            List<SendResult> answers = new ArrayList<>();
            for (int i = 0; i < linksAndSizes.length; i += 2) {
                Recorder to = (Recorder) linksAndSizes[i];
                answers.add(to.link().send(new byte[(int) linksAndSizes[i + 1]]));
            }
            results.complete(answers);
        });
        return Await.value(results);
    }

    private static void awaitFree(Linkport port) {
        Await.until("nothing pending", () -> port.stats().pendingBytes() == 0);
    }

    @Test
    void shouldRejectWhatWouldExceedItOnWhicheverLink() {
        Linkport port = open(1);
        List<Recorder> two = links(port, 2, WIDE);
        Recorder one = two.get(0);
        Recorder other = two.get(1);
        assertEquals(
                List.of(SendResult.QUEUED, SendResult.REJECTED, SendResult.QUEUED, SendResult.REJECTED),
                answers(one, one, MAX - 1_000, other, 1_001, other, 1_000, one, 1));
        peers.get(0).read(MAX - 1_000);
        peers.get(1).read(1_000);
        awaitFree(port);
        assertEquals(List.of(SendResult.QUEUED), answers(one, other, MAX));
        peers.get(1).read(MAX);
        assertEquals(2, port.stats().messagesRejected());
    }

    @Test
    void shouldTellWhatIsPending() {
        Linkport port = open(1);
        List<Recorder> two = links(port, 2, WIDE);
        CompletableFuture<Long> pending = new CompletableFuture<>();
        two.get(0).execute(two.get(0).link(), () -> {
            two.get(0).link().send(new byte[70_000]);
            two.get(1).link().send(new byte[5]);
            pending.complete(port.stats().pendingBytes());
        });
        assertEquals(70_005, Await.value(pending));
        peers.get(0).read(70_000);
        peers.get(1).read(5);
        awaitFree(port);
    }

    @Test
    void shouldEndTheLinkThatOverflowsIfItIsToEnd() {
        Linkport port = open(1);
        Recorder stays = links(port, 1, WIDE).get(0);
        SendOptions close = WIDE.send().withOverflow(SendOptions.Overflow.CLOSE);
        Recorder ends = links(port, 1, WIDE.withSend(close)).get(0);
        assertEquals(
                List.of(SendResult.QUEUED, SendResult.REJECTED, SendResult.QUEUED),
                answers(stays, stays, MAX - 10, ends, 11, stays, 10));
        assertEquals(CloseReason.OVERFLOW, ends.reason());
        peers.get(0).read(MAX);
        assertTrue(stays.link().isOpen());
    }

    @Test
    void shouldCountBroadcasts() {
        Linkport port = open(1);
        List<Recorder> three = links(port, 3, WIDE);
        CompletableFuture<Broadcast> result = new CompletableFuture<>();
        three.get(0).execute(three.get(0).link(), () -> {
            ByteBuffer message = ByteBuffer.allocate(MAX / 2);
            result.complete(port.links().broadcast(message, link -> true));
        });
        assertEquals(new Broadcast(2, 0, 1), Await.value(result));
        for (int i = 0; i < 3; i++) {
            if (three.get(i).link().stats().messagesSent() == 1) {
                peers.get(i).read(MAX / 2);
            }
        }
        awaitFree(port);
        assertEquals(MAX, port.stats().bytesSent());
    }

    @Test
    void shouldFreeWhatLinksDidNotSend() {
        Linkport port = open(1);
        AtomicInteger callbacks = new AtomicInteger();
        for (int round = 0; round < 5; round++) {
            Recorder recorder = links(port, 1, WIDE).get(0);
            Link link = recorder.link();
            int pieces = 0;
            while (link.send(new byte[100_000]).isAccepted()) {
                pieces++;
                if (link.send(ByteBuffer.allocateDirect(50_000), (of, outcome) -> callbacks.incrementAndGet())
                        .isAccepted()) {
                    callbacks.decrementAndGet();
                }
                assertTrue(pieces < 10_000, "the limit was never reached");
            }
            if (round % 2 == 0) {
                link.abort();
            } else {
                peers.get(round).reset();
            }
            recorder.reason();
            awaitFree(port);
        }
        Recorder last = links(port, 1, WIDE).get(0);
        assertEquals(SendResult.QUEUED, last.link().send(new byte[MAX]));
        peers.get(5).read(MAX);
        Await.until("lent memory is back", () -> callbacks.get() == 0);
    }

    @Test
    void shouldHoldAndLoseNothingFromManyThreads() {
        Linkport port = open(3);
        List<Recorder> links = links(port, 6, WIDE);
        AtomicLong accepted = new AtomicLong();
        long[] ofLink = new long[links.size()];
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            int index = i;
            senders.add(new Thread(() -> {
                for (int rejected = 0; rejected < 100; ) {
                    if (links.get(index).link().send(new byte[3_000]).isAccepted()) {
                        ofLink[index] += 3_000;
                        accepted.addAndGet(3_000);
                    } else {
                        rejected++;
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        senders.forEach(Thread::start);
        senders.forEach(Await::end);
        long pending =
                links.stream().mapToLong(each -> each.link().pendingBytes()).sum();
        assertTrue(pending <= MAX, () -> "pending: " + pending);
        for (int i = 0; i < links.size(); i++) {
            peers.get(i).read((int) ofLink[i]);
        }
        awaitFree(port);
        assertEquals(accepted.get(), port.stats().bytesSent());
        assertTrue(links.get(0).link().send(new byte[MAX - MAX / 8]).isAccepted(), "most of it must be free again");
        peers.get(0).read(MAX - MAX / 8);
    }
}
