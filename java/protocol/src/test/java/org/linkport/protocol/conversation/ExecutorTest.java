/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.message.RequestException;
import org.linkport.protocol.value.ValueException;

/**
 * A protocol that is called on an executor of many threads: serial and in order nevertheless, the peer held back while it
 * blocks, and its faults, refusals and ends as on a worker.
 */
class ExecutorTest {
    private static final int PAYLOAD = 0x62;
    private static final int WAITING_BYTES = 64 << 10;

    @RegisterExtension
    final Ports ports = new Ports();

    private final Linkport port = ports.open();
    private final ExecutorService pool = ports.endLater(Executors.newFixedThreadPool(4, task -> {
        return new Thread(task, "pool-of-the-test");
    }));
    private final Slow slow = new Slow(pool);

    /** Notes what it is told, and throws what it is told to throw. */
    private static final class Slow implements Protocol, ProtocolHandler {
        final CountDownLatch go = new CountDownLatch(1);
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final CompletableFuture<Conversation> opened = new CompletableFuture<>();
        final List<Integer> heard = new ArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger wrong = new AtomicInteger();
        private final Executor executor;
        private long handled; // bytes, by calls
        private volatile long mostAhead; // bytes received and not handled

        Slow(Executor executor) {
            this.executor = executor;
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Range types() {
            return new Range(1, 9);
        }

        @Override
        public Range kinds() {
            return new Range(PAYLOAD, PAYLOAD);
        }

        @Override
        public Set<String> permissions() {
            return Set.of();
        }

        @Override
        public Executor executor() {
            return executor;
        }

        @Override
        public int waitingBytes() {
            return WAITING_BYTES;
        }

        @Override
        public ProtocolHandler open(Conversation conversation) {
            opened.complete(conversation);
            return this;
        }

        private void note(int number) {
            boolean ours = Thread.currentThread().getName().equals("pool-of-the-test");
            if (inside.getAndIncrement() != 0 || !ours) {
                wrong.incrementAndGet();
            }
            heard.add(number);
            inside.decrementAndGet();
        }

        @Override
        public void onRequest(Request request) {
            switch (request.type()) {
                case 1 -> {
                    note(request.body().getInt());
                    request.reply(request.body().rewind());
                }
                case 2 -> throw new ValueException("on purpose");
                case 3 -> throw new IllegalStateException("on purpose");
                default -> ProtocolHandler.super.onRequest(request);
            }
        }

        @Override
        public void onMessage(int type, ByteBuffer body) {
            note(body.getInt());
            switch (type) {
                case 1 -> {}
                case 2 -> throw new ValueException("on purpose");
                case 3 -> throw new IllegalStateException("on purpose");
                default -> throw new FrameException(FrameFault.INCONSISTENT, "on purpose");
            }
        }

        @Override
        public void onPayload(int kind, ByteBuffer payload) {
            Await.latch(go);
            handled += payload.remaining();
            long received = Await.value(opened).link().stats().bytesReceived();
            mostAhead = Math.max(mostAhead, received - handled);
            note(payload.getInt());
        }

        @Override
        public void onClose(CloseReason reason) {
            note(-1);
            closed.complete(reason);
        }
    }

    private Conversation connect() {
        var address = ports.listen(
                        port, new Conversations(ConversationOptions.DEFAULT, Access.everybody(), List.of(slow)))
                .address();
        return Await.value(Conversation.connect(port, address, Credentials.anonymous(), List.of(new Named())));
    }

    /** The client's half, which is told nothing. */
    private static final class Named implements Protocol {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Set<String> permissions() {
            return Set.of();
        }

        @Override
        public ProtocolHandler open(Conversation conversation) {
            return new ProtocolHandler() {};
        }
    }

    private static ByteBuffer number(int value, int bytes) {
        return ByteBuffer.allocate(bytes).putInt(value).rewind();
    }

    @Test
    void shouldCallOneAfterTheOtherInOrder() {
        Conversation client = connect();
        slow.go.countDown();
        List<Integer> expected = new ArrayList<>();
        CompletableFuture<ByteBuffer> last = null;
        for (int i = 0; i < 3_000; i++) {
            switch (i % 3) {
                case 0 -> client.send(PAYLOAD, number(i, 4));
                case 1 -> client.messages().tell(1, number(i, 4));
                default -> last = client.messages().request(1, number(i, 4), 0);
            }
            expected.add(i);
            if (i % 300 == 299) {
                assertEquals(i, Await.value(last).getInt());
            }
        }
        client.close();
        Await.value(slow.closed);
        expected.add(-1);
        assertEquals(expected, slow.heard);
        assertEquals(0, slow.wrong.get(), "at the same time, or on another thread");
    }

    @Test
    void shouldHoldThePeerBackAndLoseNothing() {
        int payloads = 512;
        Conversation client = connect();
        Conversation theirs = Await.value(slow.opened);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < payloads; i++) {
            assertTrue(client.send(PAYLOAD, number(i, 64 << 10)).isAccepted());
            expected.add(i);
        }
        Await.until("something waits", () -> theirs.link().stats().bytesReceived() > WAITING_BYTES);
        CompletableFuture<ByteBuffer> behind = client.messages().request(1, number(payloads, 4), 0);
        expected.add(payloads);
        slow.go.countDown();
        assertEquals(payloads, Await.value(behind).getInt());
        client.close();
        Await.value(slow.closed);
        expected.add(-1);
        assertEquals(expected, slow.heard);
        assertEquals(0, slow.wrong.get());
        assertTrue(slow.mostAhead < 4 * WAITING_BYTES, () -> "it takes what it cannot use: " + slow.mostAhead);
    }

    @Test
    void shouldTellTheEndAfterWhatCameBeforeIt() {
        Conversation client = connect();
        Conversation theirs = Await.value(slow.opened);
        client.send(PAYLOAD, number(1, 4));
        client.close();
        Await.value(client.ended());
        Await.until(
                "the link has closed",
                () -> port.links().find(theirs.link().id()).isEmpty());
        assertTrue(
                !slow.closed.isDone() && !theirs.ended().toCompletableFuture().isDone());
        slow.go.countDown();
        Await.value(theirs.ended());
        assertEquals(List.of(1, -1), slow.heard);
    }

    @Test
    void shouldAnswerWhatARequestThrows() {
        Conversation client = connect();
        for (int type = 2; type <= 4; type++) {
            RequestException failure = assertInstanceOf(
                    RequestException.class, Await.failure(client.messages().request(type, number(1, 4), 0)));
            int expected = type == 2
                    ? MessageFailure.MALFORMED
                    : type == 3 ? MessageFailure.FAILED : MessageFailure.NO_SUCH_TYPE;
            assertEquals(expected, failure.code());
        }
        assertEquals(
                5, Await.value(client.messages().request(1, number(5, 4), 0)).getInt());
    }

    @Test
    void shouldTellThePeerOfItsFault() {
        for (int type : new int[] {2, 4}) {
            Conversation client = connectAnew();
            client.messages().tell(type, number(1, 4));
            assertEquals(Goodbye.BREACH, Await.value(client.heard()).code());
        }
    }

    private Conversation connectAnew() {
        Slow another = new Slow(pool);
        var address = ports.listen(
                        port, new Conversations(ConversationOptions.DEFAULT, Access.everybody(), List.of(another)))
                .address();
        return Await.value(Conversation.connect(port, address, Credentials.anonymous(), List.of(new Named())));
    }

    @Test
    void shouldEndTheLinkOfAHandlerThatFailsAndTellItNothingMore() {
        ports.expectHandlerErrors(1);
        Conversation client = connect();
        client.messages().tell(3, number(1, 4));
        client.messages().tell(1, number(2, 4));
        assertEquals(CloseReason.HANDLER_ERROR, Await.value(slow.closed));
        Await.value(client.ended());
        assertEquals(List.of(1, -1), slow.heard);
    }

    @Test
    void shouldEndTheLinkIfTheExecutorRefuses() {
        ports.expectHandlerErrors(1);
        Conversation client = connect();
        Conversation theirs = Await.value(slow.opened);
        pool.shutdown();
        client.messages().tell(1, number(1, 4));
        assertEquals(CloseReason.HANDLER_ERROR, Await.value(slow.closed));
        Await.value(theirs.ended());
        assertEquals(List.of(-1), slow.heard);
    }
}
