/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.SendResult;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.frame.LengthFieldFraming;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;

/**
 * Requests and their answers between two linkports: many at once and out of order, given up, out of time, refused, too many,
 * and the end of the link with all of them open.
 */
class MessagesTest {
    static final LengthFieldFraming FRAMING = LengthFieldFraming.bigEndian(4, 1 << 20);

    @RegisterExtension
    final Ports ports = new Ports();

    /** Keeps the messages it is opened with. */
    private static class Keeper implements MessageHandler {
        final CompletableFuture<Messages> opened = new CompletableFuture<>();
        final CompletableFuture<Messages> closed = new CompletableFuture<>();
        final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Messages messages) {
            opened.complete(messages);
        }

        @Override
        public void onRequest(Messages messages, Request request) {
            requests.add(request);
        }

        @Override
        public void onClose(Messages messages) {
            closed.complete(messages);
        }

        Request next() throws InterruptedException {
            Request request = requests.poll(Await.SECONDS, TimeUnit.SECONDS);
            assertTrue(request != null, "no request came");
            return request;
        }
    }

    private final Keeper server = new Keeper();
    private final Keeper client = new Keeper();

    private Messages connect(MessageHandler serving) {
        return connect(LinkOptions.DEFAULT, MessageOptions.DEFAULT, serving, MessageOptions.DEFAULT);
    }

    private Messages connect(
            LinkOptions link, MessageOptions serverOptions, MessageHandler serving, MessageOptions options) {
        Linkport port = ports.open();
        InetSocketAddress address = ports.listen(port, link, l -> FRAMING.around(serverOptions.framed(serving)))
                .address();
        Await.value(port.connect(address, l -> FRAMING.around(options.framed(client))));
        return Await.value(client.opened);
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(4).putInt(value).flip();
    }

    private static RequestException failure(CompletionStage<?> stage) {
        return assertInstanceOf(RequestException.class, Await.failure(stage));
    }

    @Test
    void shouldGiveEachOfManyRequestsItsOwnAnswer() throws InterruptedException {
        int threads = 4;
        int each = 200;
        Messages messages = connect(new Remembering());
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        CountDownLatch answered = new CountDownLatch(threads * each);
        List<Thread> askers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            askers.add(new Thread(() -> {
                for (int i = first; i < first + each; i++) {
                    int asked = i;
                    var unused = messages.request(i, number(i), 60_000).whenComplete((answer, failure) -> {
                        if (failure != null || answer.getInt() != asked * 3) {
                            wrong.add(asked + ": " + failure);
                        }
                        answered.countDown();
                    });
                }
            }));
        }
        askers.forEach(Thread::start);
        Random random = new Random(5);
        List<Request> open = new ArrayList<>();
        for (int i = 0; i < threads * each; i++) {
            open.add(asked.poll(Await.SECONDS, TimeUnit.SECONDS));
            if (open.size() == 50) {
                Collections.shuffle(open, random);
                for (Request request : open) {
                    assertTrue(request.reply(number(3 * request.type())).isAccepted());
                }
                open.clear();
            }
        }
        Await.latch(answered);
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(0, messages.inFlight());
        askers.forEach(Await::end);
    }

    private final LinkedBlockingQueue<Request> asked = new LinkedBlockingQueue<>();

    /** Answers nothing by itself; the type of a request is its number. */
    private final class Remembering implements MessageHandler {
        @Override
        public void onRequest(Messages messages, Request request) {
            assertEquals(request.type(), request.body().getInt());
            asked.add(request);
        }
    }

    @Test
    void shouldTellOneWayMessagesInTheOrderOfEachThreadFromBothSides() {
        int messages = 500;
        AtomicInteger[] next = {new AtomicInteger(), new AtomicInteger()};
        CompletableFuture<Messages> opened = new CompletableFuture<>();
        Messages ours = connect(new MessageHandler() {
            @Override
            public void onOpen(Messages theirs) {
                opened.complete(theirs);
            }

            @Override
            public void onMessage(Messages theirs, int type, ByteBuffer body) {
                assertEquals(next[type].getAndIncrement(), body.getInt());
            }
        });
        List<Thread> tellers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            int type = t;
            tellers.add(new Thread(() -> {
                for (int i = 0; i < messages; i++) {
                    assertTrue(ours.tell(type, number(i)).isAccepted());
                }
            }));
        }
        tellers.forEach(Thread::start);
        tellers.forEach(Await::end);
        Await.until("all messages", () -> next[0].get() + next[1].get() == 2 * messages);
        CompletableFuture<ByteBuffer> answer = Await.value(opened).request(1, number(1), 0);
        Request pushed = Await.value(CompletableFuture.supplyAsync(() -> take(client)));
        pushed.reply(number(42));
        assertEquals(42, Await.value(answer).getInt());
    }

    private static Request take(Keeper keeper) {
        try {
            return keeper.next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldFailARequestWhoseTimeIsOverAndTakeItsLateAnswer() {
        Messages messages = connect(server);
        CompletableFuture<ByteBuffer> answer = messages.request(1, number(1), 50);
        Request request = take(server);
        assertEquals(50, request.timeoutMillis());
        assertEquals(RequestException.Cause.TIMED_OUT, failure(answer).why());
        Await.until("the peer is told", request::isCancelled);
        assertEquals(1, messages.inFlight(), "its id is not free before the answer");
        request.reply(number(2));
        Await.until("the late answer", () -> messages.inFlight() == 0);
        assertEquals(RequestException.Cause.TIMED_OUT, failure(answer).why());
    }

    @Test
    void shouldCancelWithTheFutureAndTellThePeer() {
        Messages messages = connect(server);
        CompletableFuture<ByteBuffer> answer = messages.request(1, number(1), 60_000);
        Request request = take(server);
        CountDownLatch cancelled = new CountDownLatch(1);
        request.onCancel(cancelled::countDown);
        assertTrue(answer.cancel(false));
        Await.latch(cancelled);
        assertThrows(CancellationException.class, answer::join);
        request.fail(MessageFailure.CANCELLED, "stopped");
        Await.until("the last word", () -> messages.inFlight() == 0);
    }

    @Test
    void shouldFailEverythingOpenWhenTheLinkEnds() {
        Messages messages = connect(server);
        List<CompletableFuture<ByteBuffer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(messages.request(1, number(i), i % 2 == 0 ? 0 : 60_000));
        }
        Request request = take(server);
        Await.value(server.opened).carrier().close();
        for (CompletableFuture<ByteBuffer> answer : answers) {
            assertEquals(RequestException.Cause.ENDED, failure(answer).why());
        }
        Await.until("nobody waits", request::isCancelled);
        Await.value(client.closed);
        assertEquals(
                RequestException.Cause.ENDED,
                failure(messages.request(1, number(1), 0)).why());
        assertEquals(0, messages.inFlight());
        assertEquals(SendResult.REJECTED, messages.tell(1, number(1)));
        Await.value(server.closed);
        assertEquals(SendResult.REJECTED, request.reply(number(1)));
    }

    @Test
    void shouldBoundWhatIsInFlight() {
        Messages messages =
                connect(LinkOptions.DEFAULT, MessageOptions.DEFAULT, server, MessageOptions.DEFAULT.withMaxInFlight(3));
        List<CompletableFuture<ByteBuffer>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(messages.request(i, number(i), 0));
        }
        assertEquals(
                RequestException.Cause.TOO_MANY,
                failure(messages.request(3, number(3), 0)).why());
        take(server).reply(number(9));
        assertEquals(9, Await.value(answers.get(0)).getInt());
        CompletableFuture<ByteBuffer> later = messages.request(4, number(4), 0);
        for (int i = 0; i < 3; i++) {
            take(server).reply(number(8));
        }
        assertEquals(8, Await.value(later).getInt());
    }

    @Test
    void shouldRefuseMoreThanItServes() {
        Messages messages =
                connect(LinkOptions.DEFAULT, MessageOptions.DEFAULT.withMaxServing(2), server, MessageOptions.DEFAULT);
        CompletableFuture<ByteBuffer> first = messages.request(1, number(1), 0);
        CompletableFuture<ByteBuffer> second = messages.request(1, number(1), 0);
        RequestException busy = failure(messages.request(1, number(1), 0));
        assertEquals(RequestException.Cause.REFUSED, busy.why());
        assertEquals(MessageFailure.BUSY, busy.code());
        Request firstRequest = take(server);
        take(server).reply(number(5));
        assertEquals(5, Await.value(second).getInt());
        CompletableFuture<ByteBuffer> third = messages.request(1, number(1), 0);
        take(server).reply(number(6));
        assertEquals(6, Await.value(third).getInt());
        assertFalse(first.isDone());
        firstRequest.reply(number(7));
        assertEquals(7, Await.value(first).getInt());
    }

    @Test
    void shouldAnswerWhatCannotBeServedAndGoOn() {
        Messages messages = connect(new MessageHandler() {
            @Override
            public void onRequest(Messages theirs, Request request) {
                switch (request.type()) {
                    case 1 -> throw new IllegalStateException("on purpose");
                    case 2 -> new ValueReader(request.body(), request.body().order()).block(LengthForm.U32, 100);
                    case 3 -> request.fail(300, "\ud83d\ude00".repeat(1_000));
                    case 4 -> request.reply(request.body());
                    default -> MessageHandler.super.onRequest(theirs, request);
                }
            }
        });
        assertEquals(
                MessageFailure.FAILED,
                failure(messages.request(1, number(1), 0)).code());
        assertEquals(
                MessageFailure.MALFORMED,
                failure(messages.request(2, number(1), 0)).code());
        assertEquals(300, failure(messages.request(3, number(1), 0)).code());
        assertEquals(
                MessageFailure.NO_SUCH_TYPE,
                failure(messages.request(5, number(1), 0)).code());
        assertEquals(17, Await.value(messages.request(4, number(17), 0)).getInt());
    }

    @Test
    void shouldAnswerOnceOnly() {
        Messages messages = connect(server);
        CompletableFuture<ByteBuffer> answer = messages.request(1, number(1), 0);
        Request request = take(server);
        Await.until("the body is taken back", () -> isTakenBack(request));
        request.reply(number(3));
        assertThrows(IllegalStateException.class, () -> request.reply(number(4)));
        assertThrows(IllegalStateException.class, () -> request.fail(300, ""));
        assertEquals(3, Await.value(answer).getInt());
    }

    private static boolean isTakenBack(Request request) {
        try {
            return request.body() == null;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void shouldFailTheOthersThoughOneCallbackThrows() {
        ports.expectHandlerErrors(1);
        Messages messages = connect(server);
        List<CompletableFuture<RequestException>> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failures.add(new CompletableFuture<>());
            CompletableFuture<RequestException> told = failures.get(i);
            messages.request(1, number(i), 0, new OpenRequest.Answer() {
                @Override
                public void answered(ByteBuffer body) {}

                @Override
                public void failed(RequestException failure) {
                    told.complete(failure);
                    throw new IllegalStateException("on purpose");
                }
            });
        }
        messages.carrier().close();
        failures.forEach(Await::value);
        Await.value(client.closed);
    }

    @Test
    void shouldTellWhatTheLinkDoesNotTake() {
        LinkOptions narrow = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(0, 1_000, 1_000));
        Messages messages = connect(narrow, MessageOptions.DEFAULT, server, MessageOptions.DEFAULT);
        CompletableFuture<ByteBuffer> answer = messages.request(1, number(1), 0);
        Request request = take(server);
        assertEquals(SendResult.REJECTED, request.reply(ByteBuffer.allocate(2_000)));
        Messages theirs = Await.value(server.opened);
        RequestException rejected = failure(theirs.request(1, ByteBuffer.allocate(2_000), 0));
        assertEquals(RequestException.Cause.REJECTED, rejected.why());
        assertEquals(0, theirs.inFlight());
        assertThrows(IllegalArgumentException.class, () -> theirs.request(1, ByteBuffer.allocate(2 << 20), 0));
        assertEquals(0, theirs.inFlight());
        request.reply(number(4)); // an answer that was rejected may be tried again
        assertEquals(4, Await.value(answer).getInt());
    }
}
