/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.Engine;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.file.store.FileEntry;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.file.store.StoredFile.Mode;
import org.linkport.protocol.session.CuttingProxy;

/**
 * Files that are open at a server: read and written at any position, beyond 4 GiB too, by one writer at a time, within the
 * limits; directories; and copies from server to server, over links that break.
 */
class RemoteFileTest {
    private static final Set<Mode> WRITE_NEW = EnumSet.of(Mode.WRITE, Mode.CREATE_NEW);
    private static final Set<Mode> WRITE = EnumSet.of(Mode.WRITE);

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    private static byte[] bytes(CompletionStage<ByteBuffer> stage) {
        ByteBuffer read = Await.value(stage);
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        return bytes;
    }

    @Test
    void shouldReadAndWriteAnywhere() throws Exception {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        byte[] content = Bytes.pattern(200_000, 1);
        RemoteFile file = Await.value(client.openFile("a", WRITE_NEW));
        assertEquals(0, file.openedBytes());
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int at = 150_000; at >= 0; at -= 50_000) {
            writes.add(file.write(at, ByteBuffer.wrap(content, at, 50_000)));
        }
        writes.forEach(Await::value);
        assertEquals(200_000, Await.value(file.size()));
        Await.value(file.sync());
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("a")));
        assertArrayEquals(Arrays.copyOfRange(content, 1_000, 3_000), bytes(file.read(1_000, 2_000)));
        assertEquals(10, bytes(file.read(199_990, 2_000)).length);
        assertEquals(0, bytes(file.read(1L << 62, 2_000)).length);
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(content), Await.value(file.hash(200_000)));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.hash(200_001)));
        assertEquals(7, Await.value(file.truncate(7)));
        assertEquals(7, Await.value(file.truncate(700)));
        file.close();
        assertEquals(FileFailure.UNKNOWN_HANDLE, FileRig.failure(file.read(0, 1)));
        assertEquals(7, Files.size(rig.root.resolve("a")));
        rig.assertNothingOpen();
    }

    /** The server has the close before it has done any of what was asked for before. */
    @Test
    void shouldCloseAfterWhatWasAskedForBefore() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        Conversation conversation = Await.value(rig.connect(client, rig.address));
        byte[] content = Bytes.pattern(1_000, 3);
        RemoteFile file = Await.value(client.openFile("a", WRITE_NEW));
        CountDownLatch gate = rig.holdPool();
        try {
            CompletionStage<Void> written = file.write(0, ByteBuffer.wrap(content));
            CompletionStage<ByteBuffer> read = file.read(0, 1_000);
            CompletionStage<Void> ended = file.end();
            CompletionStage<Long> late = file.size();
            Await.failure(
                    conversation.messages().request(0x81F0, ByteBuffer.allocate(0), 0)); // refused without the pool
            gate.countDown();
            Await.value(written);
            assertArrayEquals(content, bytes(read));
            Await.value(ended);
            assertEquals(FileFailure.UNKNOWN_HANDLE, FileRig.failure(late));
        } finally {
            gate.countDown();
        }
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("a")));
        rig.assertNothingOpen();
    }

    @Test
    void shouldCountPositionsBeyondWhat32BitsHold() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        // Windows writes zeros where others leave a hole: that far beyond 4 GiB is far enough there.
        long far = Ports.ENGINE == Engine.NIO ? (100L << 30) + 3 : (4L << 30) + 3;
        RemoteFile file = Await.value(client.openFile("a", WRITE_NEW));
        Await.value(file.write(far, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5})));
        assertEquals(far + 5, Await.value(file.size()));
        assertArrayEquals(new byte[] {0, 1, 2}, bytes(file.read(far - 1, 3)));
        Await.value(file.truncate(far + 2));
        assertArrayEquals(new byte[] {1, 2}, bytes(file.read(far, 3)));
        assertEquals(far + 2, Await.value(client.entry("a")).sizeBytes());
        file.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldRefusePositionsThatNoFileHas() throws IOException {
        FileRig rig = new FileRig(ports, temp, new StoreLimits(1_000, 1_500, 0), FileServerOptions.DEFAULT, "files");
        FileClient client = rig.client();
        RemoteFile file = Await.value(client.openFile("a", WRITE_NEW));
        ByteBuffer ten = ByteBuffer.allocate(10);
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.write(-1, ten.duplicate())));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.write(Long.MAX_VALUE - 5, ten.duplicate())));
        assertEquals(FileFailure.TOO_LARGE, FileRig.failure(file.write(991, ten.duplicate())));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.read(-1, 5)));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.read(0, RemoteFile.BYTES_MAX + 1)));
        assertEquals(
                FileFailure.OUT_OF_RANGE,
                FileRig.failure(file.write(0, ByteBuffer.allocate(RemoteFile.BYTES_MAX + 1))));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.truncate(-1)));
        assertEquals(FileFailure.OUT_OF_RANGE, FileRig.failure(file.hash(-1)));
        Await.value(file.write(990, ten.duplicate()));
        RemoteFile other = Await.value(client.openFile("b", WRITE_NEW));
        assertEquals(FileFailure.QUOTA, FileRig.failure(other.write(500, ten.duplicate())));
        Await.value(file.truncate(400));
        Await.value(other.write(500, ten.duplicate()));
        assertEquals(910, rig.server.root().usedBytes());
        file.close();
        other.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldLetOneWriteOrManyDownload() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        Files.write(rig.root.resolve("a"), new byte[8 << 20]);
        assertEquals(FileFailure.EXISTS, FileRig.failure(client.openFile("a", WRITE_NEW)));
        assertEquals(FileFailure.NOT_FOUND, FileRig.failure(client.openFile("b", WRITE)));
        RemoteFile writer = Await.value(client.openFile("a", WRITE));
        RemoteFile reader = Await.value(client.openFile("a", Set.of()));
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(reader.write(0, ByteBuffer.allocate(1))));
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(reader.truncate(0)));
        assertEquals(FileFailure.BUSY, FileRig.failure(client.openFile("a", WRITE)));
        assertEquals(FileFailure.BUSY, FileRig.failure(client.delete("a")));
        Path target = rig.local.resolve("a");
        assertEquals(
                FileFailure.BUSY,
                FileRig.failure(
                        client.download("a", target, TransferOptions.DEFAULT).result()));
        Path small = rig.file("small", new byte[10]);
        TransferOptions replacing = TransferOptions.DEFAULT.withReplaces(true);
        assertEquals(
                FileFailure.BUSY,
                FileRig.failure(client.upload(small, "a", replacing).result()));
        Await.value(writer.end());
        Transfer down = client.download("a", target, TransferOptions.DEFAULT.withRate(new RateLimit(100_000, 0)));
        Await.until("a beginning", () -> down.progress().doneBytes() > 0);
        assertEquals(FileFailure.BUSY, FileRig.failure(client.openFile("a", WRITE)));
        down.cancel();
        FileRig.failure(down.result());
        reader.close();
        rig.assertNothingOpen();
        RemoteFile emptied = Await.value(client.openFile("a", EnumSet.of(Mode.WRITE, Mode.TRUNCATE)));
        assertEquals(0, emptied.openedBytes());
        emptied.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldListMakeAndDelete() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        Await.value(client.makeDirectories("x/y"));
        for (int i = 0; i < 1_203; i++) {
            Files.createFile(rig.root.resolve("x/f" + i));
        }
        List<FileEntry> all = Await.value(client.list("x"));
        assertEquals(1_204, all.size());
        assertTrue(all.stream().anyMatch(each -> each.name().equals("y") && each.kind() == FileEntry.Kind.DIRECTORY));
        assertEquals(1_204, all.stream().map(FileEntry::name).distinct().count());
        assertEquals(FileFailure.NOT_EMPTY, FileRig.failure(client.delete("x")));
        Await.value(client.delete("x/y"));
        assertFalse(Files.exists(rig.root.resolve("x/y")));
        assertEquals(FileFailure.NOT_FOUND, FileRig.failure(client.list("x/y")));
        assertEquals(FileFailure.INVALID_PATH, FileRig.failure(client.list("x/..")));
        assertEquals(FileFailure.INVALID_PATH, FileRig.failure(client.makeDirectories("x/NUL")));
        assertEquals(FileFailure.INVALID_PATH, FileRig.failure(client.openFile("C:\\x", Set.of())));
        assertEquals(FileEntry.Kind.DIRECTORY, Await.value(client.entry("")).kind());
        rig.assertNothingOpen();
    }

    @Test
    void shouldCopyFromServerToServer() throws IOException {
        FileRig from = new FileRig(ports, temp.resolve("from"));
        FileRig to = new FileRig(ports, temp.resolve("to"));
        byte[] content = Bytes.pattern(2_000_000, 4);
        Files.write(from.root.resolve("a"), content);
        CuttingProxy one = ports.closeLater(new CuttingProxy(from.address, 3, 1_500_000));
        CuttingProxy two = ports.closeLater(new CuttingProxy(to.address, 4, 1_500_000));
        FileClient source = from.client(one.address());
        FileClient target = to.client(two.address());
        Transfer.Result copied = Await.value(
                target.copy(source, "a", "b", TransferOptions.DEFAULT).result());
        assertEquals(2_000_000, copied.sizeBytes());
        Bytes.assertSame(content, Files.readAllBytes(to.root.resolve("b")));
        assertEquals(
                FileFailure.NOT_FOUND,
                FileRig.failure(target.copy(source, "none", "c", TransferOptions.DEFAULT)
                        .result()));
        assertTrue(one.cuts() + two.cuts() > 0);
        source.close();
        target.close();
        from.assertNothingOpen();
        to.assertNothingOpen();
    }
}
