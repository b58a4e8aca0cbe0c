/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendFile;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * A header and a region of a file are one message: what other threads send never comes between, however many send at once;
 * neither is taken where they do not fit together, and both end with the link.
 */
class HeadedRegionTest {
    private static final int SIZE = 100_000;
    private static final int HEAD = 12;
    private static final byte[] CONTENT = Bytes.pattern(SIZE, 11);

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();

    @Test
    void shouldKeepHeadAndRegionTogether() throws IOException {
        int threads = 4;
        int messages = 300;
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        try (TestFile file = TestFile.of(CONTENT);
                SendFile opened = port.openFile(file.path())) {
            Link link = recorder.link();
            List<Thread> senders = new ArrayList<>();
            for (int t = 1; t < threads; t++) {
                int thread = t;
                senders.add(new Thread(() -> sendMany(link, opened, thread, messages)));
            }
            senders.forEach(Thread::start);
            recorder.execute(link, () -> sendMany(link, opened, 0, messages));
            int[] next = new int[threads];
            for (int i = 0; i < threads * messages; i++) {
                ByteBuffer head = ByteBuffer.wrap(peer.read(HEAD));
                int thread = head.getInt();
                int number = head.getInt();
                int count = head.getInt();
                assertEquals(next[thread]++, number, () -> "order of thread " + thread);
                assertArrayEquals(Arrays.copyOfRange(CONTENT, number, number + count), peer.read(count));
            }
            senders.forEach(Await::end);
            Await.until("callbacks", () -> outcomes.size() == threads * messages / 2);
        }
        assertEquals(
                List.of(SendOutcome.HANDED_OVER), outcomes.stream().distinct().toList());
        assertEquals(0, recorder.link().pendingBytes());
        assertEquals((long) threads * messages, recorder.link().stats().messagesSent());
    }

    /** Every second message has its bytes from memory. */
    private void sendMany(Link link, SendFile file, int thread, int messages) {
        for (int i = 0; i < messages; i++) {
            int count = i % 7 == 0 ? 0 : i % 40 == 0 ? 60_000 : i % 900;
            ByteBuffer head = ByteBuffer.allocate(HEAD)
                    .putInt(thread)
                    .putInt(i)
                    .putInt(count)
                    .flip();
            SendResult result = i % 2 == 0
                    ? link.send(head, file, i, count, (ended, outcome) -> outcomes.add(outcome))
                    : link.send(head, ByteBuffer.wrap(CONTENT, i, count));
            assertTrue(result.isAccepted());
            assertFalse(head.hasRemaining());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeNeitherWhereTheyDoNotFitTogether(boolean fromWorker) throws IOException {
        Recorder recorder = new Recorder(ports);
        long most = SendFile.PENDING_BYTES + HEAD - 1;
        LinkOptions options = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(0, most, most));
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, options, recorder);
        try (TestFile file = TestFile.of(CONTENT);
                SendFile opened = port.openFile(file.path())) {
            ByteBuffer head = ByteBuffer.wrap(CONTENT, 0, HEAD);
            List<SendResult> results = new CopyOnWriteArrayList<>();
            Runnable send = () ->
                    results.add(recorder.link().send(head, opened, 0, 10, (link, outcome) -> outcomes.add(outcome)));
            run(recorder, fromWorker, send);
            Await.until("the first", () -> results.size() == 1);
            assertEquals(List.of(SendResult.REJECTED), results);
            assertEquals(HEAD, head.remaining());
            head.limit(HEAD - 1);
            run(recorder, fromWorker, send);
            Bytes.assertSame(Arrays.copyOf(CONTENT, HEAD - 1), peer.read(HEAD - 1));
            Bytes.assertSame(Arrays.copyOf(CONTENT, 10), peer.read(10));
            Await.until("the callback", () -> outcomes.size() == 1);
            run(recorder, fromWorker, send); // no head left: the region alone
            Bytes.assertSame(Arrays.copyOf(CONTENT, 10), peer.read(10));
            Await.until("the callback", () -> outcomes.size() == 2);
        }
        assertEquals(List.of(SendOutcome.HANDED_OVER, SendOutcome.HANDED_OVER), outcomes);
    }

    private static void run(Recorder recorder, boolean onWorker, Runnable action) {
        if (onWorker) {
            recorder.execute(recorder.link(), action::run);
        } else {
            action.run();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDropBothWithTheLink(boolean fromWorker) throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, recorder); // which reads nothing
        int regions = 200;
        try (TestFile file = TestFile.of(new byte[1 << 20]);
                SendFile opened = port.openFile(file.path())) {
            run(recorder, fromWorker, () -> {
                for (int i = 0; i < regions; i++) {
                    ByteBuffer head = ByteBuffer.wrap(CONTENT, 0, HEAD);
                    assertTrue(recorder.link()
                            .send(head, opened, 0, 1 << 20, (link, outcome) -> outcomes.add(outcome))
                            .isAccepted());
                }
                recorder.link().abort();
                ByteBuffer late = ByteBuffer.wrap(CONTENT, 0, HEAD);
                assertEquals(SendResult.REJECTED, recorder.link().send(late, opened, 0, 1, (link, outcome) -> {}));
            });
            Await.until("callbacks", () -> outcomes.size() == regions);
        }
        assertTrue(outcomes.contains(SendOutcome.DROPPED));
    }
}
