/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.TimeOptions;

/**
 * Promise 6: graceful close, half-close, abort, and one typed reason for each story. Attacks the order in which the two
 * directions end, and what happens between the first end and the last.
 */
class CloseTest {
    private static final int MEGABYTE = 1 << 20;

    @RegisterExtension
    final Ports ports = new Ports();

    /** Leaves the end of the input to the test. */
    private static class Passive extends Recorder {
        Passive(Ports ports) {
            super(ports);
        }

        @Override
        void receiveEnded(Link link) {}
    }

    @Test
    void shouldDeliverEverythingBeforeFin() {
        byte[] message = Bytes.pattern(3 * MEGABYTE, 11);
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                link.send(message);
                link.close();
            }
        };
        Peer peer = ports.peerOf(recorder).send("x");
        Bytes.assertSame(message, peer.readToEnd());
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
        assertEquals(0, recorder.count("receiveEnd"));
    }

    @Test
    void shouldReportPeerCloseWhenThePeerEndsFirst() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder).shutdownOutput();
        peer.expectEnd();
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
        assertEquals(List.of("open", "receiveEnd", "close"), recorder.calls());
    }

    @Test
    void shouldSendOnAfterThePeerEnded() {
        byte[] answer = Bytes.pattern(2 * MEGABYTE, 12);
        Recorder recorder = new Recorder(ports) {
            @Override
            void receiveEnded(Link link) {
                assertTrue(link.isOpen());
                link.send(answer);
                link.shutdownOutput();
            }
        };
        Peer peer = ports.peerOf(recorder).send("request").shutdownOutput();
        Bytes.assertSame(answer, peer.readToEnd());
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
        assertEquals("request".length(), recorder.receivedBytes());
    }

    @Test
    void shouldSendLongAfterThePeerEnded() {
        Recorder recorder = new Passive(ports);
        Peer peer = ports.peerOf(recorder).shutdownOutput();
        Await.latch(recorder.receiveEnded);
        for (int i = 0; i < 10; i++) {
            recorder.link().send(new byte[10]);
            peer.read(10);
        }
        recorder.link().close();
        peer.expectEnd();
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
    }

    @Test
    void shouldReceiveOnAfterItsOwnEnd() {
        Recorder recorder = new Passive(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().send(new byte[100]);
        recorder.link().shutdownOutput();
        assertEquals(100, peer.readToEnd().length);
        peer.send(new byte[50_000]);
        recorder.awaitReceived(50_000);
        assertTrue(recorder.link().isOpen());
        peer.close();
        // Both directions have ended, so the link has, without another call.
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
        assertEquals(1, recorder.count("receiveEnd"));
    }

    @Test
    void shouldReportLocalCloseWhenOurEndCameFirst() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().shutdownOutput();
        peer.expectEnd();
        peer.close();
        Await.latch(recorder.receiveEnded); // which closes
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldDiscardInputUntilThePeerEnds() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder).send("before");
        recorder.awaitReceived(6);
        recorder.link().close();
        peer.expectEnd();
        peer.send(new byte[2 * MEGABYTE]); // would fail if anything but a draining socket were there
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
        assertEquals(6, recorder.receivedBytes());
        assertEquals(0, recorder.count("receiveEnd"));
    }

    @Test
    void shouldReceiveNothingAfterCloseInACallback() {
        Linkport port = ports.open(ports.builder().receiveMemory(1_024, 4));
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                link.close();
                assertFalse(link.isOpen());
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder).send(new byte[20_000]);
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
        assertEquals(1, recorder.count("receive"));
        assertTrue(recorder.receivedBytes() <= 1_024);
    }

    @Test
    void shouldGiveUpDrainingAtItsDeadline() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(
                ports.open(), LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(200)), recorder);
        long start = System.nanoTime();
        recorder.link().close();
        peer.expectEnd();
        assertEquals(CloseReason.DRAIN_TIMEOUT, recorder.reason());
        assertTrue(System.nanoTime() - start >= 195_000_000L, "too early");
        Await.until("the peer is reset", () -> isReset(peer));
    }

    private static boolean isReset(Peer peer) {
        try {
            peer.send(new byte[1]);
            return false;
        } catch (java.io.UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void shouldCountADrainOverMoreThanASecond() {
        Recorder recorder = new Recorder(ports);
        ports.peerOf(ports.open(), LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(1_300)), recorder);
        long start = System.nanoTime();
        recorder.link().close();
        assertEquals(CloseReason.DRAIN_TIMEOUT, recorder.reason());
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis >= 1_295, () -> "after " + millis + " ms");
    }

    @Test
    void shouldGiveUpOnAPeerThatDoesNotRead() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(
                ports.open(), LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(200)), recorder);
        recorder.link().send(new byte[32 * MEGABYTE]);
        recorder.link().close();
        assertEquals(CloseReason.DRAIN_TIMEOUT, recorder.reason());
        peer.expectReset();
    }

    @Test
    void shouldResetThePeerOnAbort() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().abort();
        peer.expectReset();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
        assertFalse(recorder.link().isOpen());
    }

    @Test
    void shouldDropWhatIsQueuedOnAbort() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().send(new byte[16 * MEGABYTE]);
        recorder.link().abort();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
        assertEquals(0, recorder.link().pendingBytes());
        peer.expectReset();
    }

    @Test
    void shouldAbortWhileDraining() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().close();
        peer.expectEnd();
        recorder.link().abort();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
    }

    @Test
    void shouldAbortFromOnReceiveEnd() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void receiveEnded(Link link) {
                link.abort();
            }
        };
        Peer peer = ports.peerOf(recorder).shutdownOutput();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
        peer.expectReset();
    }

    @Test
    void shouldReportAnAbortInOnReceiveEndEvenIfBothDirectionsHaveEnded() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void receiveEnded(Link link) {
                link.abort();
            }
        };
        Peer peer = ports.peerOf(recorder);
        recorder.link().shutdownOutput();
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
    }

    @Test
    void shouldReportAResetByThePeer() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder).send("x");
        recorder.awaitReceived(1);
        peer.reset();
        assertEquals(CloseReason.RESET, recorder.reason());
        assertEquals(List.of("open", "receive", "close"), recorder.calls());
    }

    @Test
    void shouldReportAResetInTheMiddleOfAMessage() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().send(new byte[32 * MEGABYTE]);
        peer.read(MEGABYTE);
        peer.reset();
        assertEquals(CloseReason.RESET, recorder.reason());
        assertEquals(0, recorder.link().pendingBytes());
    }

    @Test
    void shouldReportAResetBeforeOurFinWentOut() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().send(new byte[32 * MEGABYTE]);
        recorder.link().close(); // FIN waits behind the message
        peer.read(MEGABYTE);
        peer.reset();
        assertEquals(CloseReason.RESET, recorder.reason());
    }

    @Test
    void shouldKeepTheLocalReasonWhenThePeerResetsAfterOurFin() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().close();
        peer.expectEnd();
        peer.reset();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldCloseFromOnOpen() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                link.send(new byte[10]);
                link.close();
            }
        };
        Peer peer = ports.peerOf(recorder);
        assertEquals(10, peer.readToEnd().length);
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldAbortFromOnOpen() {
        Recorder recorder = new Recorder(ports) {
            @Override
            void opened(Link link) {
                link.abort();
            }
        };
        Peer.expectResetOf(ports.listen(ports.open(), link -> recorder).address());
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
    }

    @Test
    void shouldIgnoreEverythingAfterTheEnd() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, recorder).close();
        recorder.reason();
        Link link = recorder.link();
        link.close();
        link.abort();
        link.shutdownOutput();
        link.pause();
        link.resume();
        assertFalse(link.isOpen());
        assertEquals(0, link.pendingBytes());
        assertEquals(0, link.stats().pendingBytes());
        assertEquals(1, port.stats().linksClosed());
    }

    @Test
    void shouldKeepTheFirstReasonWhenCloseComesTwice() {
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(recorder);
        recorder.link().close();
        recorder.link().close();
        recorder.link().shutdownOutput();
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }
}
