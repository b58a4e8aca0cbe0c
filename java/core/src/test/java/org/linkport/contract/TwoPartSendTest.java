/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/** Promise 2 for a message of two parts: nothing comes between them, whoever sends, and neither goes without the other. */
class TwoPartSendTest {
    private static final int HEAD = 8;

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldKeepThePartsOfManyThreadsTogether() {
        int threads = 4;
        int messages = 500;
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        List<Thread> senders = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            int thread = t;
            senders.add(new Thread(() -> sendMessages(link, thread, messages)));
        }
        senders.forEach(Thread::start);
        recorder.execute(link, () -> sendMessages(link, 0, messages));
        int[] next = new int[threads];
        for (int i = 0; i < threads * messages; i++) {
            ByteBuffer head = ByteBuffer.wrap(peer.read(HEAD));
            int thread = head.getInt();
            int number = head.getInt();
            assertEquals(next[thread]++, number, () -> "order of thread " + thread);
            assertArrayEquals(body(thread, number), peer.read(size(number)));
        }
        senders.forEach(Await::end);
    }

    private static void sendMessages(Link link, int thread, int messages) {
        for (int i = 0; i < messages; i++) {
            ByteBuffer head = ByteBuffer.allocate(HEAD).putInt(thread).putInt(i).flip();
            ByteBuffer body = ByteBuffer.wrap(body(thread, i));
            assertEquals(true, link.send(head, body).isAccepted());
            assertEquals(0, head.remaining() + body.remaining());
        }
    }

    private static int size(int number) {
        return number % 50 == 0 ? 70_000 : number % 700;
    }

    private static byte[] body(int thread, int number) {
        byte[] bytes = new byte[size(number)];
        Arrays.fill(bytes, (byte) (thread * 31 + number));
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,5", "5,0", "511,2", "512,1", "4000,100000", "70000,3"})
    void shouldSendPartsOfAnySizeFromAnyThread(int headBytes, int bodyBytes) {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        byte[] all = Bytes.pattern(headBytes + bodyBytes, 7);
        ByteBuffer head = ByteBuffer.wrap(all, 0, headBytes);
        ByteBuffer body = ByteBuffer.wrap(all, headBytes, bodyBytes);
        assertEquals(
                true, recorder.link().send(head.duplicate(), body.duplicate()).isAccepted());
        Bytes.assertSame(all, peer.read(all.length));
        recorder.execute(recorder.link(), () -> recorder.link().send(head, body));
        Bytes.assertSame(all, peer.read(all.length));
    }

    @Test
    void shouldRejectBothPartsWhereTheyDoNotFitTogether() {
        Recorder recorder = new Recorder(ports);
        LinkOptions options = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(0, 1_000, 1_000));
        Peer peer = ports.peerOf(ports.open(), options, recorder);
        ByteBuffer head = ByteBuffer.allocate(500);
        ByteBuffer body = ByteBuffer.allocate(501);
        assertEquals(SendResult.REJECTED, recorder.link().send(head, body));
        assertEquals(500, head.remaining());
        assertEquals(501, body.remaining());
        assertEquals(true, recorder.link().send(head, body.limit(1)).isAccepted());
        assertEquals(501, peer.read(501).length);
    }
}
