/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.session.CuttingProxy;

/**
 * Links that break at any byte, in either direction, by a reset, an end, or so that the server does not notice: the transfer
 * goes on by itself where it was, with what is there proved by its hash; a part that is not what it should be is not gone on
 * from; and what was acknowledged is there.
 */
class BrokenLinksTest {
    private static final TransferOptions RESUMING = TransferOptions.DEFAULT.withResumes(true);

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    @Test
    void shouldGoOnOverBrokenLinks() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(3_000_000, 5);
        Path file = rig.file("file", content);
        for (long seed = 1; seed <= 3; seed++) {
            CuttingProxy cutter = ports.closeLater(new CuttingProxy(rig.address, seed, 1_500_000));
            FileClient client = rig.client(cutter.address());
            Transfer up = client.upload(file, "up" + seed, TransferOptions.DEFAULT);
            Transfer.Result sent = Await.value(up.result());
            Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("up" + seed)));
            Path back = rig.local.resolve("down" + seed);
            Transfer.Result received = Await.value(
                    client.download("up" + seed, back, TransferOptions.DEFAULT).result());
            Bytes.assertSame(content, Files.readAllBytes(back));
            assertEquals(sent.sha256(), received.sha256());
            assertTrue(sent.links() > 1 && received.links() > 1, sent + " " + received);
            assertTrue(cutter.cuts() >= 2, () -> "cuts: " + cutter.cuts());
            client.close();
        }
        rig.assertNothingOpen();
        FileRig.assertParts(0, rig.root);
        FileRig.assertParts(0, rig.local);
    }

    @Test
    void shouldGoOnWithManyAtOnce() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(400_000, 6);
        Path file = rig.file("file", content);
        CuttingProxy cutter = ports.closeLater(new CuttingProxy(rig.address, 9, 2_000_000));
        FileClient client = rig.client(cutter.address());
        List<Transfer> ups = IntStream.range(0, 12)
                .mapToObj(i -> client.upload(file, "up" + i, TransferOptions.DEFAULT))
                .toList();
        ups.forEach(each -> Await.value(each.result()));
        List<Transfer> downs = IntStream.range(0, 12)
                .mapToObj(i -> client.download("up" + i, rig.local.resolve("down" + i), TransferOptions.DEFAULT))
                .toList();
        downs.forEach(each -> Await.value(each.result()));
        for (int i = 0; i < 12; i++) {
            Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("up" + i)));
            Bytes.assertSame(content, Files.readAllBytes(rig.local.resolve("down" + i)));
        }
        assertTrue(cutter.cuts() > 0);
        client.close();
        rig.assertNothingOpen();
    }

    /** Another client, later: what the first one left is gone on with, as far as it is right. */
    @Test
    void shouldGoOnWithWhatAnotherLeft() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(4 << 20, 7);
        Path file = rig.file("file", content);
        Files.write(rig.root.resolve("there"), content);
        TransferOptions slow = TransferOptions.DEFAULT.withRate(new RateLimit(200_000, 1 << 20));
        FileClient first = rig.client();
        Transfer up = first.upload(file, "up", slow);
        Transfer down = first.download("there", rig.local.resolve("down"), slow);
        Await.until(
                "both have begun", () -> rig.partBytes() > 0 && down.progress().doneBytes() > 0);
        first.close();
        FileRig.failure(up.result());
        FileRig.failure(down.result());
        rig.assertNothingOpen();
        FileClient second = rig.client();
        Transfer upAgain = second.upload(file, "up", RESUMING);
        Transfer downAgain = second.download("there", rig.local.resolve("down"), RESUMING);
        Await.value(upAgain.result());
        Await.value(downAgain.result());
        assertTrue(upAgain.progress().resumedBytes() > 0 && downAgain.progress().resumedBytes() > 0);
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("up")));
        Bytes.assertSame(content, Files.readAllBytes(rig.local.resolve("down")));
        rig.assertNothingOpen();
    }

    /** The parts hold other bytes than they should: everything is sent again. */
    @Test
    void shouldNotGoOnFromWrongBytes() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(1_000_000, 8);
        byte[] wrong = content.clone();
        wrong[77]++;
        Files.write(rig.root.resolve(partName("up")), Arrays.copyOf(wrong, 500_000));
        Files.write(rig.local.resolve(partName("down")), Arrays.copyOf(wrong, 500_000));
        Files.write(rig.root.resolve(partName("long")), new byte[2_000_000]);
        Files.write(rig.root.resolve("there"), content);
        FileClient client = rig.client();
        Path file = rig.file("file", content);
        for (String name : List.of("up", "long")) {
            Transfer up = client.upload(file, name, RESUMING);
            Await.value(up.result());
            assertEquals(0, up.progress().resumedBytes());
            Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve(name)));
        }
        Transfer down = client.download("there", rig.local.resolve("down"), RESUMING);
        Await.value(down.result());
        assertEquals(0, down.progress().resumedBytes());
        Bytes.assertSame(content, Files.readAllBytes(rig.local.resolve("down")));
        FileRig.assertParts(0, rig.root);
    }

    /** What a part of that name is called. */
    private static String partName(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ".linkport-" + HexFormat.of().formatHex(hash, 0, 16) + ".part";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Two at once under one name: one is refused, and neither's bytes are mixed. */
    @Test
    void shouldKeepTwoUploadsToOneNameApart() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient first = rig.client();
        FileClient second = rig.client();
        byte[] content = Bytes.pattern(1 << 20, 10);
        Path file = rig.file("file", content);
        Transfer up = first.upload(file, "one", TransferOptions.DEFAULT.withRate(new RateLimit(500_000, 600_000)));
        Await.until("a beginning", () -> up.progress().doneBytes() > 0);
        assertEquals(
                FileFailure.BUSY,
                FileRig.failure(second.upload(file, "one", RESUMING).result()));
        Await.value(up.result());
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("one")));
        assertEquals(
                FileFailure.EXISTS,
                FileRig.failure(second.upload(file, "one", RESUMING).result()));
        rig.assertNothingOpen();
    }

    /** The server is not reached any more: the transfer fails when the policy says so, and not before. */
    @Test
    void shouldEndWhenThereAreNoMoreLinks() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        CuttingProxy cutter = ports.closeLater(new CuttingProxy(rig.address, 1, 1 << 30));
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        FileLinks links = ports.closeLater(
                FileLinks.keep(client, () -> rig.connect(client, cutter.address()), FileRig.AT_ONCE.withLimits(4, 0)));
        Path file = rig.file("file", new byte[4 << 20]);
        Transfer up = client.upload(file, "up", TransferOptions.DEFAULT.withRate(new RateLimit(200_000, 0)));
        Await.until(
                "a beginning at the server", () -> rig.partBytes() > 0); // an empty part does not outlive its upload
        cutter.close();
        assertEquals(FileFailure.LINK_ENDED, FileRig.failure(up.result()));
        Await.value(links.ended());
        rig.assertNothingOpen();
        FileRig.assertParts(1, rig.root);
    }

    /** To try again would not help: whoever waits is told. */
    @Test
    void shouldEndWhereTheUserMayNotSpeakOfFiles() {
        FileRig stranger =
                new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, Access.everybody("links"));
        FileRig unnamed =
                new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, Access.of(Users.of(List.of())));
        for (FileRig rig : List.of(stranger, unnamed)) {
            FileClient client = rig.client(rig.address);
            Path target = rig.local.resolve("a");
            assertEquals(
                    FileFailure.ACCESS_DENIED,
                    FileRig.failure(client.download("a", target, TransferOptions.DEFAULT)
                            .result()));
            rig.assertNothingOpen();
        }
    }

    /** Where what is left to send begins farther on than an int counts, and no credit has come yet. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldGoOnBeyondWhat32BitsHold() throws Exception {
        FileRig rig = new FileRig(ports, temp);
        long there = (2L << 30) + (1 << 20);
        Path file = sparse(rig.local.resolve("file"), there + 300_000);
        sparse(rig.root.resolve(partName("up")), there);
        Transfer up = rig.client().upload(file, "up", RESUMING);
        Transfer.Result result = up.result().toCompletableFuture().get(9, TimeUnit.MINUTES); // 4 GiB are hashed
        assertEquals(there + 300_000, result.sizeBytes());
        assertEquals(1, result.links());
        assertEquals(there, up.progress().resumedBytes());
        rig.assertNothingOpen();
    }

    /** Zeros, and no room taken. */
    private static Path sparse(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
        return file;
    }
}
