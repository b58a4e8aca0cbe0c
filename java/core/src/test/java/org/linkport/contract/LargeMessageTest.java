/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendResult;

/**
 * Promise 3: messages of any size, partial writes completed by the library, both directions at once. Attacks the
 * bookkeeping of what the system took of a long queue, with peers that read late, slowly, or through narrow windows.
 */
class LargeMessageTest {
    private static final int MEGABYTE = 1 << 20;

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldDeliverALargeMessageToAReaderThatStartsLate() {
        byte[] message = Bytes.pattern(32 * MEGABYTE, 2);
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        assertEquals(SendResult.CONGESTED, recorder.link().send(message));
        Await.until("the system is full", () -> port.stats().systemSends() > 0);
        recorder.link().close();
        Bytes.assertSame(message, peer.readToEnd());
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldCompletePartialWritesThroughANarrowWindow() {
        byte[] message = Bytes.pattern(4 * MEGABYTE, 3);
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                for (int at = 0; at < message.length; ) { // sizes around every chunk size
                    int size = Math.min(message.length - at, 1 + (at * 31 & 0xFFFF));
                    link.send(ByteBuffer.wrap(message, at, size));
                    at += size;
                }
                link.close();
            }
        };
        Listener listener = ports.listen(port, link -> recorder);
        Peer peer = ports.closeLater(Peer.connectNarrow(listener.address()));
        Bytes.assertSame(message, peer.readToEnd());
    }

    @Test
    void shouldCarryBothDirectionsAtOnce() {
        int size = 8 * MEGABYTE;
        byte[] down = Bytes.pattern(size, 4);
        byte[] up = Bytes.pattern(size, 5);
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        Thread uploader = new Thread(() -> peer.send(up));
        uploader.start();
        recorder.link().send(down);
        Bytes.assertSame(down, peer.read(size));
        Await.end(uploader);
        recorder.awaitReceived(size);
        Bytes.assertSame(up, recorder.received());
    }

    @Test
    void shouldEchoAStreamOfAnySize() {
        int size = 6 * MEGABYTE;
        byte[] stream = Bytes.pattern(size, 6);
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(echo);
        Thread sender = new Thread(() -> peer.send(stream).shutdownOutput());
        sender.start();
        Bytes.assertSame(stream, peer.readToEnd());
        Await.end(sender);
        assertEquals(CloseReason.PEER_CLOSE, echo.reason());
    }
}
