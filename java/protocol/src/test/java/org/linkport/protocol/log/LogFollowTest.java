/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.SendOptions;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.RequestException;

/**
 * A log that is followed: what was there and what comes, by level and logger, in order; a follower that does not read loses
 * lines that are counted, and nobody who logs waits for it.
 */
class LogFollowTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final LogTail tail = new LogTail(100);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch read = new CountDownLatch(1);
    private boolean slow;

    private final class Told implements LogClient.Events {
        @Override
        public void onLine(LogLine line) {
            if (slow) {
                Await.latch(read);
            }
            lines.incrementAndGet();
            told.add(line.level() + " " + line.logger() + " " + line.text());
        }

        @Override
        public void onDropped(long count) {
            dropped.addAndGet(count);
            told.add("dropped");
        }
    }

    private LogClient connect() {
        return connect(SendOptions.DEFAULT);
    }

    private LogClient connect(SendOptions send) {
        Conversations server = new Conversations(
                ConversationOptions.DEFAULT, Access.everybody("log"), List.of(LogFollow.server(tail)));
        Linkport port = ports.open();
        ListenOptions options = ListenOptions.DEFAULT.withLink(LinkOptions.DEFAULT.withSend(send));
        return Await.value(Conversation.connect(
                        ports.open(),
                        port.listen(Ports.loopback(), options, server).address(),
                        Credentials.anonymous(),
                        List.of(LogFollow.client(new Told()))))
                .handler(LogClient.class)
                .orElseThrow();
    }

    private void log(LogLine.Level level, String logger, String text) {
        tail.publish(new LogLine(1, level, "main", logger, text));
    }

    private String next() throws InterruptedException {
        String next = told.poll(Await.SECONDS, TimeUnit.SECONDS);
        assertTrue(next != null, "no line came");
        return next;
    }

    @Test
    void shouldTellWhatWasThereAndWhatComesByLevelAndLogger() throws InterruptedException {
        log(LogLine.Level.INFO, "a.b", "too early");
        log(LogLine.Level.WARN, "a.b", "one");
        log(LogLine.Level.DEBUG, "a.b", "not bad enough");
        log(LogLine.Level.ERROR, "x", "of another");
        log(LogLine.Level.INFO, "a.c", "two");
        LogClient client = connect();
        Await.value(client.ask(new LogWanted(LogLine.Level.INFO, "a.", 2, true)));
        assertEquals(List.of("WARN a.b one", "INFO a.c two"), List.copyOf(told));
        told.clear();
        log(LogLine.Level.TRACE, "a.b", "not bad enough");
        log(LogLine.Level.ERROR, "b", "of another");
        log(LogLine.Level.ERROR, "a.b", "three \u00e9\ud83d\ude00");
        assertEquals("ERROR a.b three \u00e9\ud83d\ude00", next());
        assertInstanceOf(
                RequestException.class, Await.failure(client.ask(new LogWanted(LogLine.Level.INFO, "", 0, true))));
    }

    @Test
    void shouldTellNothingMoreToWhoDoesNotFollow() {
        log(LogLine.Level.INFO, "a", "one");
        Await.value(connect().ask(new LogWanted(LogLine.Level.TRACE, "", 1_000, false)));
        assertEquals(List.of("INFO a one"), List.copyOf(told));
        assertEquals(0, tail.followers());
    }

    @Test
    void shouldKeepOnlyTheLastLines() {
        for (int i = 0; i < 1_000; i++) {
            log(LogLine.Level.INFO, "a", "line " + i);
        }
        Await.value(connect().ask(new LogWanted(LogLine.Level.TRACE, "", 1_000, false)));
        assertEquals(100, told.size());
        assertEquals("INFO a line 900", told.peek());
    }

    /** What is there is more than a link may have pending: it comes nevertheless, all of it, and then the answer. */
    @Test
    void shouldTellEarlierLinesNoFasterThanTheLinkTakesThem() {
        for (int i = 0; i < 100; i++) {
            log(LogLine.Level.INFO, "a", i + "x".repeat(8_000));
        }
        LogClient client = connect(SendOptions.DEFAULT.withPendingBytes(8 << 10, 16 << 10, 32 << 10));
        Await.value(client.ask(new LogWanted(LogLine.Level.TRACE, "", 1_000, false)));
        assertEquals(100, told.size());
        assertEquals(0, dropped.get());
    }

    @Test
    void shouldLoseAndCountLinesThatAFollowerDoesNotRead() throws InterruptedException {
        slow = true;
        LogClient client = connect();
        Await.value(client.ask(new LogWanted(LogLine.Level.INFO, "", 0, true)));
        String text = "x".repeat(8_192);
        int published = 5_000;
        for (int i = 0; i < published; i++) {
            log(LogLine.Level.INFO, "a", text); // more than the sockets, the queue and the water marks hold
        }
        read.countDown();
        Await.until(() -> lines + " told, " + dropped + " dropped", () -> lines.get() + dropped.get() == published);
        assertTrue(dropped.get() > 0, "nothing was lost");
        assertTrue(lines.get() >= LogServer.QUEUE_LINES, () -> "only " + lines);
    }

    @Test
    void shouldForgetFollowersThatHaveGone() {
        LogClient client = connect();
        Await.value(client.ask(new LogWanted(LogLine.Level.INFO, "", 0, true)));
        assertEquals(1, tail.followers());
        client.conversation().close();
        Await.until("nobody follows", () -> tail.followers() == 0);
        log(LogLine.Level.INFO, "a", "to nobody");
    }
}
