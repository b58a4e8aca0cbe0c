/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendFile;

/**
 * Regions of files that cannot be sent, or not to their end: too short from the start, cut while they are sent, links that
 * end in the middle. Attacks what the peer gets of them, which may be nothing or all, and the handle, which nobody may
 * keep.
 */
class FileFailureTest {
    private static final int SIZE = 100_000;
    private static final int MORE_THAN_BUFFERS_HOLD = 64 << 20;

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"0, 100001", "100000, 1", "99999, 2", "100001, 1", "4294967296, 100", "9223372036854775806, 1"})
    void shouldSendNothingOfARegionBeyondTheEnd(long position, long count) throws IOException {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        try (TestFile file = TestFile.of(Bytes.pattern(SIZE, 1))) {
            try (SendFile opened = port.openFile(file.path())) {
                recorder.link().send("before".getBytes(StandardCharsets.US_ASCII));
                assertEquals("before", peer.readText(6));
                recorder.link().send(opened, position, count, recorder.callback(outcomes::add));
                recorder.link().send(new byte[10]);
                assertEquals(CloseReason.FILE, recorder.reason());
            }
            assertFalse(file.isOpen());
        }
        peer.expectReset();
        assertEquals(List.of(SendOutcome.DROPPED), outcomes);
        assertEquals(6, recorder.link().stats().bytesSent());
        assertEquals(1, port.stats().closes().get(CloseReason.FILE));
        assertTrue(port.stats().errors().keySet().stream().anyMatch(error -> error.reason() == CloseReason.FILE));
    }

    /** Half of a region is on its way: a peer that does not read has the rest of it wait. */
    private void sendLarge(Recorder recorder, SendFile opened) {
        recorder.link().send(opened, 0, MORE_THAN_BUFFERS_HOLD, recorder.callback(outcomes::add));
        Await.until("some is sent", () -> recorder.link().stats().bytesSent() > 0);
        assertEquals(List.of(), outcomes);
    }

    private static TestFile large() throws IOException {
        return TestFile.sparse(MORE_THAN_BUFFERS_HOLD - 1, new byte[1]);
    }

    @Test
    void shouldEndALinkWhoseFileIsCutMeanwhile() throws IOException {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        try (TestFile file = large()) {
            try (SendFile opened = port.openFile(file.path())) {
                sendLarge(recorder, opened);
                file.truncate(SIZE);
                peer.expectReset();
                assertEquals(CloseReason.FILE, recorder.reason());
            }
            assertFalse(file.isOpen());
        }
        assertEquals(List.of(SendOutcome.DROPPED), outcomes);
    }

    @Test
    void shouldGiveAFileBackThatALinkDidNotSend() throws IOException {
        Linkport port = ports.open();
        try (TestFile file = large()) {
            for (int round = 0; round < 4; round++) {
                Recorder recorder = new Recorder(ports);
                Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
                SendFile opened = port.openFile(file.path());
                sendLarge(recorder, opened);
                CountDownLatch sent = new CountDownLatch(1);
                recorder.execute(recorder.link(), () -> {
                    recorder.link().send(opened, 5, 5, recorder.callback(outcomes::add));
                    sent.countDown();
                });
                Await.latch(sent);
                opened.close();
                assertTrue(file.isOpen());
                if (round % 2 == 0) {
                    recorder.link().abort();
                } else {
                    peer.reset();
                }
                recorder.reason();
                assertEquals(List.of(SendOutcome.DROPPED, SendOutcome.DROPPED), outcomes);
                assertFalse(file.isOpen());
                outcomes.clear();
            }
        }
    }

    @Test
    void shouldGiveAFileBackInAShutdown() throws IOException {
        Linkport port = ports.open(ports.builder().shutdownMillis(50));
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        try (TestFile file = large()) {
            SendFile opened = port.openFile(file.path());
            sendLarge(recorder, opened);
            Await.value(port.shutdown());
            assertEquals(CloseReason.SHUTDOWN, recorder.reason());
            assertEquals(List.of(SendOutcome.DROPPED), outcomes);
            assertTrue(file.isOpen());
            opened.close();
            assertFalse(file.isOpen());
        }
    }

    /** The flag is left behind for what follows in the same step: the link's own bytes, a file that others use, too. */
    @Test
    void shouldSurviveThatACallbackInterruptsItsWorker() throws IOException {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                link.send(data);
                Thread.currentThread().interrupt();
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        byte[] content = Bytes.pattern(SIZE, 2);
        try (TestFile file = TestFile.of(content);
                SendFile opened = port.openFile(file.path())) {
            for (int i = 0; i < 3; i++) {
                assertEquals("echo", peer.send("echo").readText(4));
                recorder.execute(recorder.link(), () -> {
                    recorder.link().send(opened, 0, SIZE, recorder.callback(outcomes::add));
                    Thread.currentThread().interrupt();
                });
                Bytes.assertSame(content, peer.read(SIZE));
            }
            Await.until("handed over", () -> outcomes.size() == 3);
            assertEquals(SIZE, opened.sizeBytes());
        }
        assertTrue(recorder.link().isOpen());
    }
}
