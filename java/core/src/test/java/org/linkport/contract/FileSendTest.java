/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendFile;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Regions of files that links send, with messages between them. Attacks order and bytes with many small ones, the 32-bit
 * borders with large ones, regions of no bytes, and the life of the handle: closed while it is needed, and kept by nobody
 * afterwards.
 */
class FileSendTest {
    private static final int SIZE = 300_000;
    private static final byte[] CONTENT = Bytes.pattern(SIZE, 7);

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<TestFile> files = new ArrayList<>();
    private final List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();

    @AfterEach
    void deleteFiles() throws IOException {
        for (TestFile file : files) {
            assertFalse(file.isOpen(), "somebody keeps the file open");
            file.close();
        }
    }

    private TestFile file(TestFile made) {
        files.add(made);
        return made;
    }

    private TestFile file() throws IOException {
        return file(TestFile.of(CONTENT));
    }

    private static SendFile open(Linkport port, TestFile file) throws IOException {
        return port.openFile(file.path());
    }

    private SendResult send(Recorder recorder, SendFile file, long position, long count) {
        return recorder.link().send(file, position, count, recorder.callback(outcomes::add));
    }

    private void awaitOutcomes(int count) {
        Await.until(() -> outcomes.size() + " of " + count + " callbacks", () -> outcomes.size() == count);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheOrderOfRegionsAndMessages(boolean fromWorker) throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (SendFile opened = open(port, file())) {
            Recorder.Hook sends = () -> sendMany(recorder, opened, expected);
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            if (fromWorker) {
                recorder.execute(recorder.link(), () -> {
                    sends.run();
                    sent.complete(true);
                });
            } else {
                assertRuns(sends);
                sent.complete(true);
            }
            Await.value(sent);
            Bytes.assertSame(expected.toByteArray(), peer.read(expected.size()));
            awaitOutcomes(200);
        }
        assertEquals(
                List.of(SendOutcome.HANDED_OVER), outcomes.stream().distinct().toList());
        assertEquals(expected.size(), recorder.link().stats().bytesSent());
        assertEquals(expected.size(), port.stats().bytesSent());
        assertEquals(600, recorder.link().stats().messagesSent());
    }

    private static void assertRuns(Recorder.Hook hook) {
        try {
            hook.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** 200 regions, each after a message that is copied and one that is lent. */
    private void sendMany(Recorder recorder, SendFile opened, ByteArrayOutputStream expected) {
        SplittableRandom dice = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            byte[] message = Bytes.pattern(dice.nextInt(1, 2_000), i);
            assertTrue(recorder.link().send(message).isAccepted());
            expected.writeBytes(message);
            ByteBuffer lent = ByteBuffer.allocateDirect(dice.nextInt(0, 3_000));
            assertTrue(recorder.link().send(lent, (link, outcome) -> {}).isAccepted());
            expected.writeBytes(new byte[lent.capacity()]);
            int position = dice.nextInt(SIZE);
            int count = dice.nextInt(Math.min(SIZE - position, i % 10 == 0 ? SIZE : 5_000) + 1);
            assertTrue(send(recorder, opened, position, count).isAccepted());
            expected.write(CONTENT, position, count);
        }
    }

    @Test
    void shouldSendRegionsOfNoBytesInTheirTurn() throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        try (SendFile opened = open(port, file())) {
            assertEquals(SendResult.QUEUED, send(recorder, opened, 0, 0));
            awaitOutcomes(1);
            send(recorder, opened, SIZE, 0);
            send(recorder, opened, 10, 5);
            send(recorder, opened, 20, 0);
            recorder.link().send(new byte[] {1, 2});
            send(recorder, opened, Long.MAX_VALUE, 0);
            Bytes.assertSame(Arrays.copyOfRange(CONTENT, 10, 15), peer.read(5));
            assertEquals(2, peer.read(2)[1]);
            awaitOutcomes(5);
        }
        assertEquals(
                List.of(SendOutcome.HANDED_OVER), outcomes.stream().distinct().toList());
        assertEquals(0, recorder.link().pendingBytes());
    }

    @Test
    void shouldDeliverARegionBeforeTheEnd() throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        TestFile file = file();
        try (SendFile opened = open(port, file)) {
            send(recorder, opened, 0, SIZE);
            recorder.link().close();
            assertEquals(SendResult.REJECTED, send(recorder, opened, 0, 1));
        }
        Bytes.assertSame(CONTENT, peer.readToEnd());
        awaitOutcomes(1);
        assertFalse(file.isOpen());
    }

    @Test
    void shouldSendBeyondTheBordersOf32Bits() throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        long begin = (1L << 32) - 1_000;
        try (SendFile opened = open(port, file(TestFile.sparse(begin, CONTENT)))) {
            assertEquals(begin + SIZE, opened.sizeBytes());
            send(recorder, opened, begin + 10, SIZE - 20);
            Bytes.assertSame(Arrays.copyOfRange(CONTENT, 10, SIZE - 10), peer.read(SIZE - 20));
            send(recorder, opened, begin - 100, 200);
            Bytes.assertSame(Arrays.copyOf(CONTENT, 100), Arrays.copyOfRange(peer.read(200), 100, 200));
            awaitOutcomes(2);
        }
    }

    @Test
    void shouldSendALargeRegionAndServeOthersMeanwhile() throws IOException {
        int size = Ports.ENGINE == Engine.NIO ? 128 << 20 : 24 << 20; // Wine moves it slowly
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder large = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, large);
        Peer other = ports.peerOf(port, LinkOptions.DEFAULT, new Recorder.Echo(ports));
        byte[] tail = Bytes.pattern(1_000, 3);
        try (SendFile opened = open(port, file(TestFile.sparse(size - tail.length, tail)))) {
            send(large, opened, 0, size);
            assertEquals(SendFile.PENDING_BYTES, large.link().pendingBytes());
            for (int piece = 0; piece < 8; piece++) {
                byte[] bytes = peer.read(size / 8);
                assertEquals("x", other.send("x").readText(1));
                byte[] expected = new byte[size / 8];
                if (piece == 7) {
                    System.arraycopy(tail, 0, expected, expected.length - tail.length, tail.length);
                }
                Bytes.assertSame(expected, bytes);
            }
            awaitOutcomes(1);
        }
        assertEquals(0, large.link().pendingBytes());
    }

    @Test
    void shouldSendFromOneFileOnManyLinksThoughItIsClosed() throws IOException {
        Linkport port = ports.open();
        TestFile file = file();
        List<Recorder> recorders = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            recorders.add(new Recorder(ports));
            peers.add(ports.peerOf(port, LinkOptions.DEFAULT, recorders.get(i)));
        }
        SendFile opened = open(port, file);
        for (Recorder recorder : recorders) {
            for (int i = 0; i < 20; i++) {
                send(recorder, opened, i, SIZE - i);
            }
        }
        opened.close();
        opened.close();
        assertThrows(IllegalStateException.class, () -> send(recorders.get(0), opened, 0, 1));
        assertThrows(IllegalStateException.class, opened::sizeBytes);
        assertTrue(file.isOpen());
        for (Peer peer : peers) {
            for (int i = 0; i < 20; i++) {
                Bytes.assertSame(Arrays.copyOfRange(CONTENT, i, SIZE), peer.read(SIZE - i));
            }
        }
        awaitOutcomes(200);
        assertFalse(file.isOpen());
    }

    @Test
    void shouldHaveGivenTheHandleBackWhenTheLastCallbackRuns() throws IOException {
        Linkport port = ports.open();
        TestFile file = file();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        SendFile opened = open(port, file);
        recorder.execute(recorder.link(), () -> {
            recorder.link().send(opened, 0, 100, recorder.callback(outcome -> open.complete(file.isOpen())));
            opened.close();
        });
        assertFalse(Await.value(open));
        peer.read(100);
    }

    @Test
    void shouldCountARegionAsWhatItTakes() throws IOException {
        SendOptions tight = SendOptions.DEFAULT.withPendingBytes(1_024, 2_048, 4 * SendFile.PENDING_BYTES);
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT.withSend(tight), recorder);
        try (SendFile opened = open(port, file())) {
            CompletableFuture<List<SendResult>> results = new CompletableFuture<>();
            recorder.execute(recorder.link(), () -> {
                List<SendResult> answers = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    answers.add(send(recorder, opened, 0, SIZE));
                }
                assertEquals(4 * SendFile.PENDING_BYTES, recorder.link().pendingBytes());
                results.complete(answers);
            });
            assertEquals(
                    List.of(
                            SendResult.QUEUED,
                            SendResult.QUEUED,
                            SendResult.CONGESTED,
                            SendResult.CONGESTED,
                            SendResult.REJECTED),
                    Await.value(results));
            peer.read(4 * SIZE);
            awaitOutcomes(4);
            Await.until("writable", () -> recorder.writable.get() == 1);
        }
    }

    @Test
    void shouldNotWaitForABatch() throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        LinkOptions batched = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withBatch(100_000, 60_000));
        Peer peer = ports.peerOf(port, batched, recorder);
        try (SendFile opened = open(port, file())) {
            recorder.link().send(new byte[10]);
            send(recorder, opened, 0, 20);
            peer.read(30);
            recorder.execute(recorder.link(), () -> {
                recorder.link().send(new byte[10]);
                send(recorder, opened, 0, 20);
            });
            peer.read(30);
            awaitOutcomes(2);
        }
    }

    @Test
    void shouldCallBackWhereTheLinkIsDispatched() throws IOException {
        Thread[] calledBy = new Thread[1];
        AtomicInteger callbacks = new AtomicInteger();
        LinkOptions dispatched = LinkOptions.DEFAULT.dispatch(task -> {
            Thread thread = new Thread(task, "lane");
            thread.start();
        });
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports) {
            @Override
            boolean isInPlace(Link link) {
                return Thread.currentThread().getName().equals("lane");
            }
        };
        Peer peer = ports.peerOf(port, dispatched, recorder);
        try (SendFile opened = open(port, file())) {
            recorder.link().send(opened, 0, 5, (link, outcome) -> {
                calledBy[0] = Thread.currentThread();
                callbacks.incrementAndGet();
            });
            peer.read(5);
            Await.until("called back", () -> callbacks.get() == 1);
        }
        assertEquals("lane", calledBy[0].getName());
    }

    @Test
    void shouldRefuseWhatIsNoRegion() throws IOException {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        TestFile file = file();
        Link link = recorder.link();
        try (SendFile opened = open(port, file);
                SendFile foreign = open(ports.open(), file)) {
            Link.SendCallback never = (of, outcome) -> outcomes.add(outcome);
            assertThrows(IllegalArgumentException.class, () -> link.send(opened, -1, 1, never));
            assertThrows(IllegalArgumentException.class, () -> link.send(opened, 1, -1, never));
            assertThrows(IllegalArgumentException.class, () -> link.send(opened, Long.MAX_VALUE, 1, never));
            assertThrows(IllegalArgumentException.class, () -> link.send(foreign, 0, 1, never));
            assertEquals(file.path(), opened.path());
        }
        assertFalse(file.isOpen());
        assertTrue(link.isOpen());
        assertEquals(List.of(), outcomes);
    }

    @Test
    void shouldSayWhyAFileCannotBeOpened() throws IOException {
        Linkport port = ports.open();
        Path folder = file().path().getParent();
        Path missing = folder.resolve("linkport-is-not-there");
        assertEquals(
                missing.toString(),
                assertThrows(NoSuchFileException.class, () -> port.openFile(missing))
                        .getFile());
        assertThrows(NoSuchFileException.class, () -> port.openFile(missing.resolve("nor here")));
        assertThrows(FileSystemException.class, () -> port.openFile(folder));
    }

    @Test
    void shouldOpenPathsOfAllKinds() throws IOException {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Path folder = Files.createTempDirectory("linkport");
        Path deep = folder.resolve("a".repeat(120)).resolve("b".repeat(120)).resolve("\u00fcber \u65e5\u672c");
        try {
            Files.createDirectories(deep.getParent());
            Files.write(deep, new byte[] {1, 2, 3});
            try (SendFile opened = port.openFile(deep)) {
                assertEquals(3, opened.sizeBytes());
                send(recorder, opened, 1, 2);
                assertEquals(3, peer.read(2)[1]);
                awaitOutcomes(1);
            }
        } finally {
            Files.deleteIfExists(deep);
            for (Path each = deep.getParent(); !each.equals(folder.getParent()); each = each.getParent()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Everyone who listens in this test is one of ours. */
    @Test
    void shouldMoveAFileFromOneLinkToAnother() throws IOException {
        Linkport port = ports.open();
        Recorder receiver = new Recorder(ports);
        Listener listener = ports.listen(port, link -> receiver);
        Recorder sender = new Recorder(ports);
        ports.connect(port, listener.address(), sender);
        try (SendFile opened = open(port, file())) {
            send(sender, opened, 0, SIZE);
            receiver.awaitReceived(SIZE);
            Bytes.assertSame(CONTENT, receiver.received());
            awaitOutcomes(1);
        }
        sender.link().close();
        receiver.reason();
    }
}
