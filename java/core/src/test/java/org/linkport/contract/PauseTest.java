/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/**
 * Promise 5, receiving: pause() and resume(). Attacks bytes and FIN that arrive while paused, from callbacks and other
 * threads, and ends of a link that is paused.
 */
class PauseTest {
    @RegisterExtension
    final Ports ports = new Ports();

    /** Pauses in every onReceive. */
    private static final class StopAndGo extends Recorder {
        StopAndGo(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            link.pause();
        }
    }

    /** Everything asked for before has been applied, and the worker has stepped since. */
    private static void settle(Link link) {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> ran = new CompletableFuture<>();
            link.execute(() -> ran.complete(null));
            Await.value(ran);
        }
    }

    @Test
    void shouldReceiveNothingBetweenPauseAndResumeInCallbacks() {
        Linkport port = ports.open(ports.builder().receiveMemory(1_024, 4));
        StopAndGo recorder = new StopAndGo(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder).send(Bytes.pattern(10_000, 8));
        peer.shutdownOutput();
        for (int calls = 1; recorder.receivedBytes() < 10_000; calls++) {
            int expected = calls;
            Await.until("call " + expected, () -> recorder.count("receive") == expected);
            settle(recorder.link());
            assertEquals(expected, recorder.count("receive"));
            assertEquals(0, recorder.count("receiveEnd"));
            recorder.link().resume();
        }
        settle(recorder.link());
        recorder.link().resume(); // the last onReceive may have come, and paused, before the loop looked
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
        Bytes.assertSame(Bytes.pattern(10_000, 8), recorder.received());
    }

    @Test
    void shouldHoldTheEndBackWhilePaused() {
        StopAndGo recorder = new StopAndGo(ports);
        ports.peerOf(recorder).send("x").shutdownOutput();
        recorder.awaitReceived(1);
        settle(recorder.link());
        assertEquals(0, recorder.count("receiveEnd"));
        recorder.link().resume();
        Await.latch(recorder.receiveEnded);
    }

    @Test
    void shouldStartPausedWhenOnOpenPauses() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                link.pause();
            }
        };
        ports.peerOf(recorder).send("early");
        settle(recorder.link());
        assertEquals(0, recorder.receivedBytes());
        recorder.link().resume();
        recorder.awaitReceived(5);
    }

    @Test
    void shouldPauseAndResumeFromOtherThreads() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open(ports.builder().receiveMemory(1_024, 4));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        byte[] stream = Bytes.pattern(400_000, 9);
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        for (int i = 0; i < 300; i++) {
            recorder.link().pause();
            recorder.link().resume();
        }
        recorder.link().pause();
        settle(recorder.link());
        int paused = recorder.receivedBytes();
        settle(recorder.link());
        assertEquals(paused, recorder.receivedBytes());
        recorder.link().resume();
        recorder.awaitReceived(stream.length);
        Await.end(sender);
        Bytes.assertSame(stream, recorder.received());
    }

    @Test
    void shouldLetTheNetworkHoldTheSenderBack() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                link.pause();
            }
        };
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        byte[] stream = Bytes.pattern(32 << 20, 10); // more than the buffers of both systems
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        settle(recorder.link());
        assertEquals(0, port.stats().bytesReceived());
        assertTrue(sender.isAlive(), "the peer could send everything");
        recorder.link().resume();
        recorder.awaitReceived(stream.length);
        Await.end(sender);
        Bytes.assertSame(stream, recorder.received());
    }

    @Test
    void shouldSendWhilePaused() {
        StopAndGo recorder = new StopAndGo(ports);
        Peer peer = ports.peerOf(recorder).send("x");
        recorder.awaitReceived(1);
        recorder.link().send(new byte[100_000]);
        peer.read(100_000);
    }

    @Test
    void shouldCloseGracefullyWhilePaused() {
        StopAndGo recorder = new StopAndGo(ports);
        Peer peer = ports.peerOf(recorder).send("x");
        recorder.awaitReceived(1);
        settle(recorder.link());
        peer.send(new byte[100_000]);
        recorder.link().close();
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
        assertEquals(1, recorder.receivedBytes());
    }
}
