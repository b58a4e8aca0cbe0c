/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.session.Session;
import org.linkport.protocol.session.SessionOptions;
import org.linkport.protocol.session.Sessions;

/** Requests whose link breaks before the answer: they are answered over the next one, each once, and served once. */
class SessionMessagesTest {
    private static final ReconnectPolicy SOON =
            ReconnectPolicy.DEFAULT.withDelays(5, 1, 5, 0).withStableMillis(0);

    @RegisterExtension
    final Ports ports = new Ports();

    private final Sessions sessions = new Sessions(SessionOptions.DEFAULT);
    private final CompletableFuture<Messages> opened = new CompletableFuture<>();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        sessions.close();
        Await.value(sessions.ended());
    }

    private Session connect() {
        Linkport port = ports.open();
        MessageHandler serving = new MessageHandler() {
            @Override
            public void onRequest(Messages messages, Request request) {
                requests.add(request);
            }
        };
        InetSocketAddress address = ports.listen(
                        port, sessions.server(MessagesTest.FRAMING, () -> MessageOptions.DEFAULT.sessioned(serving)))
                .address();
        MessageHandler client = new MessageHandler() {
            @Override
            public void onOpen(Messages messages) {
                opened.complete(messages);
            }
        };
        return sessions.client(
                port,
                List.of(address),
                ConnectOptions.DEFAULT,
                SOON,
                MessagesTest.FRAMING,
                MessageOptions.DEFAULT.sessioned(client));
    }

    @Test
    void shouldAnswerOverTheNextLink() {
        Session session = connect();
        Messages messages = Await.value(opened);
        List<CompletableFuture<ByteBuffer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(messages.request(i, ByteBuffer.allocate(4), i % 2 == 0 ? 0 : 60_000));
            if (i % 10 == 5) {
                session.link().ifPresent(Link::abort);
            }
        }
        Await.until("all are served", () -> requests.size() == 50);
        session.link().ifPresent(Link::abort);
        for (Request request : requests) {
            ByteBuffer answer = ByteBuffer.allocate(4).putInt(request.type()).flip();
            assertTrue(request.reply(answer).isAccepted());
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(i, Await.value(answers.get(i)).getInt());
        }
        assertEquals(50, requests.size());
        assertEquals(0, messages.inFlight());
    }

    @Test
    void shouldTimeOutWithoutALink() {
        connect();
        Messages messages = Await.value(opened);
        RequestException failure = assertInstanceOf(
                RequestException.class, Await.failure(messages.request(1, ByteBuffer.allocate(0), 50)));
        assertEquals(RequestException.Cause.TIMED_OUT, failure.why());
    }

    @Test
    void shouldFailWhatIsOpenWhenTheSessionEnds() {
        Session session = connect();
        Messages messages = Await.value(opened);
        CompletableFuture<ByteBuffer> answer = messages.request(1, ByteBuffer.allocate(0), 0);
        Await.until("it is served", () -> !requests.isEmpty());
        session.abort();
        RequestException failure = assertInstanceOf(RequestException.class, Await.failure(answer));
        assertEquals(RequestException.Cause.ENDED, failure.why());
        assertEquals(
                RequestException.Cause.ENDED,
                assertInstanceOf(RequestException.class, Await.failure(messages.request(1, ByteBuffer.allocate(0), 0)))
                        .why());
    }
}
