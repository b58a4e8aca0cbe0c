/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.contract.Bytes;

/**
 * A part beside the name it will have: nothing has the name before all is there and right, a part is gone on from and
 * proved by its hash, two at once are kept apart, and positions beyond 4 GiB are what they are.
 */
class PartFileTest {
    private static final byte[] CONTENT = Bytes.pattern(300_000, 7);

    @TempDir
    Path temp;

    private RootedDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = RootedDirectory.open(temp);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    private static byte[] sha256(byte[] bytes, int count) {
        ContentHash hash = new ContentHash();
        hash.add(ByteBuffer.wrap(bytes, 0, count));
        return hash.value();
    }

    private PartFile part() throws IOException {
        PartFile part = PartFile.open(directory, "file");
        assertTrue(part.readWhatIsThere(() -> false));
        return part;
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(temp)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldHashAsTheStandardDoes() throws Exception {
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(CONTENT), sha256(CONTENT, CONTENT.length));
    }

    @Test
    void shouldAppearOnceItIsWhole() throws IOException {
        for (SyncPolicy sync : SyncPolicy.values()) {
            try (PartFile part = part()) {
                part.append(ByteBuffer.wrap(CONTENT, 0, 100_000));
                part.append(ByteBuffer.wrap(CONTENT, 100_000, 200_000));
                assertEquals(sync != SyncPolicy.NONE, Files.exists(temp.resolve("file")), "none before the first");
                part.complete(sha256(CONTENT, CONTENT.length), true, 1_600_000_000_000L, sync);
            }
            assertEquals(List.of("file"), names());
            Bytes.assertSame(CONTENT, Files.readAllBytes(temp.resolve("file")));
            assertEquals(
                    1_600_000_000_000L,
                    Files.getLastModifiedTime(temp.resolve("file")).toMillis());
        }
    }

    @Test
    void shouldGoOnFromWhatIsThere() throws IOException {
        try (PartFile part = part()) {
            part.append(ByteBuffer.wrap(CONTENT, 0, 123_456));
        }
        assertEquals(1, names().size());
        try (PartFile part = PartFile.open(directory, "file")) {
            assertEquals(123_456, part.sizeBytes());
            assertThrows(IllegalStateException.class, () -> part.append(ByteBuffer.allocate(1)));
            assertFalse(part.readWhatIsThere(() -> true));
            assertTrue(part.readWhatIsThere(() -> false));
            assertArrayEquals(sha256(CONTENT, 123_456), part.hash());
            part.append(ByteBuffer.wrap(CONTENT, 123_456, CONTENT.length - 123_456));
            part.complete(sha256(CONTENT, CONTENT.length), false, -1, SyncPolicy.NONE);
        }
        Bytes.assertSame(CONTENT, Files.readAllBytes(temp.resolve("file")));
    }

    @Test
    void shouldBeginAnew() throws IOException {
        try (PartFile part = part()) {
            part.append(ByteBuffer.wrap(CONTENT, 1, 50_000));
        }
        try (PartFile part = PartFile.open(directory, "file")) {
            part.restart();
            part.append(ByteBuffer.wrap(CONTENT));
            part.complete(sha256(CONTENT, CONTENT.length), false, -1, SyncPolicy.NONE);
        }
        Bytes.assertSame(CONTENT, Files.readAllBytes(temp.resolve("file")));
    }

    @Test
    void shouldNotAppearWithOtherBytesThanWereMeant() throws IOException {
        Files.writeString(temp.resolve("file"), "before");
        PartFile part = part();
        part.append(ByteBuffer.wrap(CONTENT));
        FileException wrong = assertThrows(
                FileException.class, () -> part.complete(sha256(CONTENT, 1), true, -1, SyncPolicy.FILE_AND_NAME));
        assertEquals(FileFailure.HASH_MISMATCH, wrong.failure());
        part.close();
        assertEquals(List.of("file"), names());
        assertEquals("before", Files.readString(temp.resolve("file")));
    }

    @Test
    void shouldReplaceOnlyWhatItMay() throws IOException {
        Files.writeString(temp.resolve("file"), "before");
        byte[] hash = sha256(CONTENT, CONTENT.length);
        try (PartFile part = part()) {
            part.append(ByteBuffer.wrap(CONTENT));
            FileException there =
                    assertThrows(FileException.class, () -> part.complete(hash, false, -1, SyncPolicy.NONE));
            assertEquals(FileFailure.EXISTS, there.failure());
        }
        assertEquals("before", Files.readString(temp.resolve("file")));
        try (PartFile part = part()) {
            assertEquals(CONTENT.length, part.sizeBytes(), "what came is not lost");
            part.complete(hash, true, -1, SyncPolicy.NONE);
        }
        Bytes.assertSame(CONTENT, Files.readAllBytes(temp.resolve("file")));
        Files.createDirectory(temp.resolve("directory"));
        try (PartFile part = PartFile.open(directory, "directory")) {
            FileException none = assertThrows(
                    FileException.class, () -> part.complete(sha256(CONTENT, 0), true, -1, SyncPolicy.NONE));
            assertEquals(FileFailure.NOT_A_FILE, none.failure());
        }
        assertTrue(Files.isDirectory(temp.resolve("directory")));
    }

    @Test
    void shouldKeepTwoApart() throws IOException {
        try (PartFile part = part()) {
            FileException busy = assertThrows(FileException.class, () -> PartFile.open(directory, "file"));
            assertEquals(FileFailure.BUSY, busy.failure());
            part.append(ByteBuffer.wrap(CONTENT));
            PartFile.open(directory, "other").discard();
        }
        try (PartFile part = part()) {
            assertEquals(CONTENT.length, part.sizeBytes());
            part.discard();
        }
        assertEquals(List.of(), names());
    }

    @Test
    void shouldTakeTheLongestName() throws IOException {
        String name = "n".repeat(255);
        try (PartFile part = PartFile.open(directory, name)) {
            part.complete(sha256(CONTENT, 0), false, -1, SyncPolicy.NONE);
        }
        assertEquals(List.of(name), names());
        assertThrows(FileException.class, () -> ClientPath.checkName(PartFile.partName(name)));
        assertTrue(PartFile.isPart(PartFile.partName(name)));
        assertFalse(PartFile.isPart(name));
    }

    /** What a disk that is full does: the write ends half-way. Nothing of it counts, and the part is as before. */
    @Test
    void shouldForgetAWriteThatFailed() throws IOException {
        try (PartFile part = part()) {
            part.append(ByteBuffer.wrap(CONTENT, 0, 1_000));
        }
        Path file = temp.resolve(PartFile.partName("file"));
        try (FileChannel more = FileChannel.open(file, StandardOpenOption.APPEND)) {
            more.write(ByteBuffer.wrap(CONTENT, 5, 500));
        }
        try (PartFile part = part()) {
            assertFalse(MessageDigest.isEqual(sha256(CONTENT, 1_500), part.hash()), "the peer would see that");
            part.restart();
        }
        assertEquals(0, Files.size(file));
    }

    @Test
    void shouldCountPositionsBeyondWhat32BitsHold() throws IOException {
        long far = (5L << 30) + 17;
        Path file = temp.resolve("sparse");
        try (FileChannel sparse = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(CONTENT, 0, 100), far);
            assertEquals(far + 100, sparse.size());
        }
        assertEquals(
                far + 100, FileRoot.open(temp).entry(ClientPath.parse("sparse")).sizeBytes());
        Files.delete(file);
    }
}
