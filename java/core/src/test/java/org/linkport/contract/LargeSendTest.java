/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Listener;
import org.linkport.TimeOptions;

/**
 * Large messages of a callback, which an engine may send from where they are. Attacks memory that the program changes as
 * soon as {@code send} has returned, the order with small messages, what a peer does not take at once, and a link that
 * breaks in the middle of a callback.
 */
class LargeSendTest {
    private static final int LARGE = 100 << 10;
    private static final int MESSAGES = 60;

    @RegisterExtension
    final Ports ports = new Ports();

    private static byte[] message(int i) {
        return Bytes.pattern(i % 3 == 0 ? 10 : LARGE - i, i);
    }

    private static byte[] allMessages() {
        ByteBuffer all = ByteBuffer.allocate(MESSAGES * LARGE);
        for (int i = 0; i < MESSAGES; i++) {
            all.put(message(i));
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    @Test
    void shouldSendWhatWasThereWhenItWasCalled() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                ByteBuffer direct = ByteBuffer.allocateDirect(LARGE);
                for (int i = 0; i < MESSAGES; i++) {
                    link.send(direct.clear().put(message(i)).flip());
                    assertFalse(direct.hasRemaining());
                    direct.clear().put(new byte[LARGE]);
                }
                link.close();
            }
        };
        // A busy machine may need longer to read it than a link drains by default.
        LinkOptions patient = LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(60_000));
        Listener listener = ports.listen(ports.open(), patient, link -> recorder);
        Peer peer = ports.closeLater(Peer.connectNarrow(listener.address()));
        Bytes.assertSame(allMessages(), peer.readToEnd());
    }

    @Test
    void shouldCountBytesOnceAndLeaveNonePending() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        for (int i = 0; i < 10; i++) {
            recorder.execute(link, () -> link.send(ByteBuffer.allocateDirect(LARGE)));
            peer.read(LARGE);
        }
        Await.until("nothing pending", () -> link.pendingBytes() == 0);
        assertEquals(10 * LARGE, link.stats().bytesSent());
        assertEquals(10, link.stats().messagesSent());
    }

    @Test
    void shouldEndWithTheReasonOfABreakInACallback() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Link link = recorder.link();
        ByteBuffer direct = ByteBuffer.allocateDirect(LARGE);
        peer.reset();
        while (!recorder.closed.isDone()) {
            CountDownLatch sent = new CountDownLatch(1);
            link.execute(() -> {
                link.send(direct.clear());
                sent.countDown();
            });
            Await.latch(sent);
        }
        assertEquals(CloseReason.RESET, recorder.reason());
    }
}
