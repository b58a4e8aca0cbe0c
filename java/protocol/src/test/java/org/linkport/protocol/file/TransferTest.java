/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoreLimits;

/**
 * Uploads and downloads over whole links: sizes around chunks and windows, many at once, what may be replaced and what not,
 * limits, rates, and that nothing is left open or half there.
 */
class TransferTest {
    private static final TransferOptions REPLACING = TransferOptions.DEFAULT.withReplaces(true);

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 128 << 10, (128 << 10) + 1, 256 << 10, 3_000_000})
    void shouldBringEveryByteThereAndBack(int size) throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        byte[] content = Bytes.pattern(size, size);
        Path file = rig.file("file", content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_500_000_000_000L));
        Transfer.Result up = Await.value(
                client.upload(file, "there", TransferOptions.DEFAULT).result());
        assertEquals(size, up.sizeBytes());
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("there")));
        Transfer.Result down = Await.value(client.download("there", rig.local.resolve("back"), TransferOptions.DEFAULT)
                .result());
        Bytes.assertSame(content, Files.readAllBytes(rig.local.resolve("back")));
        assertEquals(up, down);
        assertEquals(
                1_500_000_000_000L,
                Files.getLastModifiedTime(rig.local.resolve("back")).toMillis());
        rig.assertNothingOpen();
        assertEquals(List.of("there"), FileRig.names(rig.root));
        assertEquals(List.of("back", "file"), FileRig.names(rig.local));
    }

    @Test
    void shouldServeManyAtOnce() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        byte[] large = Bytes.pattern(6_000_000, 1);
        byte[] small = Bytes.pattern(20_000, 2);
        List<Transfer> all = new ArrayList<>();
        Path largeFile = rig.file("large", large);
        Path smallFile = rig.file("small", small);
        all.add(client.upload(largeFile, "large", TransferOptions.DEFAULT));
        for (int i = 0; i < 24; i++) {
            all.add(client.upload(
                    smallFile, "dir" + i % 3 + "/small" + i, TransferOptions.DEFAULT.withMakesParents(true)));
        }
        all.forEach(each -> Await.value(each.result()));
        all.clear();
        all.add(client.download("large", rig.local.resolve("l"), TransferOptions.DEFAULT));
        for (int i = 0; i < 24; i++) {
            all.add(client.download("dir" + i % 3 + "/small" + i, rig.local.resolve("s" + i), TransferOptions.DEFAULT));
        }
        all.forEach(each -> Await.value(each.result()));
        Bytes.assertSame(large, Files.readAllBytes(rig.local.resolve("l")));
        for (int i = 0; i < 24; i++) {
            Bytes.assertSame(small, Files.readAllBytes(rig.local.resolve("s" + i)));
        }
        rig.assertNothingOpen();
    }

    /** A large one has a head start of many windows; the small one does not wait for its end. */
    @Test
    void shouldStarveNobody() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        rig.file("large", new byte[24 << 20]);
        rig.file("small", new byte[100_000]);
        Files.copy(rig.local.resolve("large"), rig.root.resolve("large"));
        Files.copy(rig.local.resolve("small"), rig.root.resolve("small"));
        List<String> order = new CopyOnWriteArrayList<>();
        List<Transfer> all = List.of(
                client.upload(rig.local.resolve("large"), "up-large", TransferOptions.DEFAULT),
                client.upload(rig.local.resolve("small"), "up-small", TransferOptions.DEFAULT),
                client.download("large", rig.local.resolve("down-large"), TransferOptions.DEFAULT),
                client.download("small", rig.local.resolve("down-small"), TransferOptions.DEFAULT));
        for (int i = 0; i < all.size(); i++) {
            String name = i % 2 == 0 ? "large" : "small";
            all.get(i).result().thenAccept(result -> order.add(name));
        }
        all.forEach(each -> Await.value(each.result()));
        Await.until("four", () -> order.size() == 4);
        assertEquals(List.of("small", "small", "large", "large"), order);
    }

    @Test
    void shouldReplaceOnlyWhatItMay() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        byte[] content = Bytes.pattern(50_000, 3);
        Path file = rig.file("file", content);
        Files.writeString(rig.root.resolve("there"), "before");
        assertEquals(
                FileFailure.EXISTS,
                FileRig.failure(
                        client.upload(file, "there", TransferOptions.DEFAULT).result()));
        assertEquals("before", Files.readString(rig.root.resolve("there")));
        Await.value(client.upload(file, "there", REPLACING).result());
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("there")));
        assertEquals(
                FileFailure.EXISTS,
                FileRig.failure(
                        client.download("there", file, TransferOptions.DEFAULT).result()));
        Await.value(client.download("there", file, REPLACING).result());
        rig.assertNothingOpen();
    }

    @Test
    void shouldSayWhatCannotBeDone() throws IOException {
        FileRig rig = new FileRig(
                ports,
                temp,
                new StoreLimits(10_000, 15_000, 0),
                FileServerOptions.DEFAULT.withOpenFiles(2, 2),
                "files");
        FileClient client = rig.client();
        Path tooLarge = rig.file("large", new byte[10_001]);
        Path small = rig.file("small", new byte[9_000]);
        assertEquals(FileFailure.TOO_LARGE, failure(client, tooLarge, "a"));
        assertEquals(FileFailure.NOT_FOUND, failure(client, small, "none/a"));
        assertEquals(FileFailure.INVALID_PATH, failure(client, small, "../a"));
        assertEquals(FileFailure.INVALID_PATH, failure(client, small, ""));
        assertEquals(FileFailure.NOT_FOUND, failure(client, rig.local.resolve("nowhere"), "a"));
        Await.value(client.upload(small, "a", TransferOptions.DEFAULT).result());
        assertEquals(FileFailure.QUOTA, failure(client, small, "b"));
        Await.value(client.delete("a"));
        Await.value(client.upload(small, "b", TransferOptions.DEFAULT).result());
        Path into = rig.local.resolve("into");
        assertEquals(
                FileFailure.NOT_FOUND,
                FileRig.failure(
                        client.download("none", into, TransferOptions.DEFAULT).result()));
        assertEquals(
                FileFailure.NOT_A_FILE,
                FileRig.failure(client.download("d", directory(rig, "d"), TransferOptions.DEFAULT)
                        .result()));
        assertEquals(
                FileFailure.NOT_FOUND,
                FileRig.failure(client.download("b", rig.local.resolve("none/x"), TransferOptions.DEFAULT)
                        .result()));
        RemoteFile one = Await.value(client.openFile("b", java.util.Set.of()));
        RemoteFile two = Await.value(client.openFile("b", java.util.Set.of()));
        assertEquals(FileFailure.TOO_MANY, failure(client, small, "c"));
        one.close();
        two.close();
        rig.assertNothingOpen();
        assertEquals(9_000, rig.server.root().usedBytes());
    }

    private static Path directory(FileRig rig, String name) throws IOException {
        Files.createDirectory(rig.root.resolve(name));
        return rig.local.resolve(name);
    }

    private static FileFailure failure(FileClient client, Path file, String path) {
        return FileRig.failure(
                client.upload(file, path, TransferOptions.DEFAULT).result());
    }

    @Test
    void shouldAskForThePermission() throws IOException {
        FileRig reader = new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, "files:read");
        Files.writeString(reader.root.resolve("a"), "content");
        FileClient client = reader.client();
        Path file = reader.file("file", new byte[10]);
        assertEquals(FileFailure.ACCESS_DENIED, failure(client, file, "b"));
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(client.delete("a")));
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(client.makeDirectories("d")));
        Await.value(client.download("a", reader.local.resolve("a"), TransferOptions.DEFAULT)
                .result());
        assertEquals(1, Await.value(client.list("")).size());
        FileRig writer = new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, "files:write");
        client = writer.client();
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(client.list("")));
        assertEquals(FileFailure.ACCESS_DENIED, FileRig.failure(client.entry("a")));
        assertEquals(
                FileFailure.ACCESS_DENIED,
                FileRig.failure(client.download("a", writer.local.resolve("x"), TransferOptions.DEFAULT)
                        .result()));
        Await.value(client.upload(file, "b", TransferOptions.DEFAULT).result());
        writer.assertNothingOpen();
        reader.assertNothingOpen();
    }

    @Test
    void shouldKeepToItsRate() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        RateLimit rate = new RateLimit(1 << 20, 64 << 10);
        Path file = rig.file("file", new byte[600_000]);
        List<Transfer.Progress> seen = new CopyOnWriteArrayList<>();
        for (boolean up : new boolean[] {true, false}) {
            TransferOptions how = REPLACING.withRate(rate).withProgress(seen::add);
            seen.clear();
            long start = System.nanoTime();
            Await.value((up ? client.upload(file, "a", how) : client.download("a", file, how)).result());
            double seconds = (System.nanoTime() - start) / 1e9;
            // What the bucket held, and what was on its way when the debt was made, went ahead; the rest needs its
            // time.
            double least = (600_000.0 - (64 << 10) - (512 << 10)) / (1 << 20);
            assertTrue(seconds > Math.max(least, 0.05), () -> "in " + seconds + " s");
            assertEquals(600_000, seen.get(seen.size() - 1).doneBytes());
            assertEquals(600_000, seen.get(seen.size() - 1).totalBytes());
        }
    }

    @Test
    void shouldGiveUp() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        Path file = rig.file("file", new byte[8 << 20]);
        Files.copy(file, rig.root.resolve("large"));
        TransferOptions slow = TransferOptions.DEFAULT.withRate(new RateLimit(100_000, 0));
        Transfer up = client.upload(file, "up", slow);
        Transfer down = client.download("large", rig.local.resolve("down"), slow);
        Await.until(
                "both have begun", () -> rig.partBytes() > 0 && down.progress().doneBytes() > 0);
        for (Transfer each : List.of(up, down)) {
            each.cancel();
            assertEquals(FileFailure.CANCELLED, FileRig.failure(each.result()));
            each.cancel();
        }
        rig.assertNothingOpen();
        FileRig.assertParts(1, rig.root);
        FileRig.assertParts(1, rig.local);
        Transfer waits = client.download("large", rig.local.resolve("other"), slow);
        client.close();
        assertEquals(FileFailure.CANCELLED, FileRig.failure(waits.result()));
        assertEquals(
                FileFailure.CANCELLED,
                FileRig.failure(client.upload(file, "late", slow).result()));
        rig.assertNothingOpen();
        assertFalse(Files.exists(rig.root.resolve("up")));
    }
}
