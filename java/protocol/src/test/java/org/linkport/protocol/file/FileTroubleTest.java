/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.Request;

/**
 * What goes wrong around a transfer: the disk becomes full half-way, the file is removed or cut while it is read, a server
 * names what no file may be called. Each is a typed failure, and what was there before is there afterwards.
 */
class FileTroubleTest {
    private static final TransferOptions SLOW = TransferOptions.DEFAULT.withRate(new RateLimit(400_000, 100_000));

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** A disk of two megabytes where the system lets us make one; elsewhere, a limit that is reached. */
    @Test
    void shouldSayThatTheDiskIsFull() throws IOException {
        Path disk = Files.createDirectories(temp.resolve("disk/root"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString());
        try {
            long minFree = mounted ? 0 : Long.MAX_VALUE;
            FileRig rig = new FileRig(
                    ports,
                    temp.resolve("disk"),
                    new StoreLimits(Long.MAX_VALUE, Long.MAX_VALUE, minFree),
                    FileServerOptions.DEFAULT,
                    "files");
            FileClient client = rig.client();
            byte[] content = Bytes.pattern(1_500_000, 1);
            Path file = rig.file("file", content);
            if (mounted) {
                Transfer up = client.upload(file, "up", SLOW);
                Await.until("a beginning", () -> up.progress().doneBytes() > 200_000);
                Files.write(disk.resolve("other"), new byte[1_300_000]);
                assertEquals(FileFailure.DISK_FULL, FileRig.failure(up.result()));
                rig.assertNothingOpen();
                assertFalse(Files.exists(disk.resolve("up")));
                Files.delete(disk.resolve("other"));
                Transfer again = client.upload(file, "up", TransferOptions.DEFAULT.withResumes(true));
                Await.value(again.result());
                assertTrue(again.progress().resumedBytes() > 0, "what had been stored was good");
                Bytes.assertSame(content, Files.readAllBytes(disk.resolve("up")));
            }
            assertEquals(
                    FileFailure.DISK_FULL,
                    FileRig.failure(client.upload(rig.file("more", new byte[3 << 20]), "more", TransferOptions.DEFAULT)
                            .result()));
            rig.assertNothingOpen();
            FileRig.assertParts(0, rig.root);
        } finally {
            if (mounted) {
                assertTrue(run("umount", "-l", disk.toString()));
            }
        }
    }

    /** It was there when the transfer began, and is not when it goes on. */
    @Test
    void shouldSayThatTheFileHasGone() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        Files.write(rig.root.resolve("there"), Bytes.pattern(1 << 20, 2));
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        Conversation first = Await.value(rig.connect(client, rig.address));
        Transfer down = client.download("there", rig.local.resolve("down"), SLOW);
        Await.until("a beginning", () -> down.progress().doneBytes() > 0);
        first.link().abort();
        rig.assertNothingOpen();
        Files.delete(rig.root.resolve("there"));
        Await.value(rig.connect(client, rig.address));
        assertEquals(FileFailure.NOT_FOUND, FileRig.failure(down.result()));
        rig.assertNothingOpen();
        assertFalse(Files.exists(rig.local.resolve("down")));
    }

    /** Somebody cuts it by other ways than ours, while it is sent: the next link brings what it is then. */
    @Test
    void shouldBringWhatAFileHasBecome() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(2 << 20, 3);
        Path there = Files.write(rig.root.resolve("there"), content);
        FileClient client = rig.client(rig.address);
        Transfer down = client.download("there", rig.local.resolve("down"), SLOW);
        Await.until("a beginning", () -> down.progress().doneBytes() > 0);
        try (FileChannel cut = FileChannel.open(there, StandardOpenOption.WRITE)) {
            cut.truncate(300_000);
            cut.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5);
        }
        FileFailure failure = null;
        try {
            down.result().toCompletableFuture().get(Await.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            failure = ((org.linkport.protocol.file.store.FileException) e.getCause()).failure();
        }
        if (failure == null) {
            Bytes.assertSame(Files.readAllBytes(there), Files.readAllBytes(rig.local.resolve("down")));
        } else {
            assertTrue(failure == FileFailure.CHANGED || failure == FileFailure.HASH_MISMATCH, failure.toString());
            assertFalse(Files.exists(rig.local.resolve("down")));
        }
        client.close();
        rig.assertNothingOpen();
    }

    /** Answers every listing with one name. */
    private static final class Liar extends FileProtocol implements ProtocolHandler {
        volatile String name = "";

        @Override
        public ProtocolHandler open(Conversation conversation) {
            return this;
        }

        @Override
        public void onRequest(Request request) {
            request.reply(FileWire.text(
                            FileWire.writer().bool(false).u16(1).u8(0).i64(1).i64(1), name)
                    .take());
        }
    }

    @Test
    void shouldTakeNoHostileNamesFromAServer() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        Liar liar = new Liar();
        var listener = rig.port.listen(
                Ports.loopback(),
                new Conversations(ConversationOptions.DEFAULT, Access.everybody("files"), List.of(liar)));
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        Await.value(Conversation.connect(rig.port, listener.address(), Credentials.anonymous(), List.of(client)));
        liar.name = "harmless";
        assertEquals(1, Await.value(client.list("")).size());
        for (String name : List.of("..", ".", "", "a/b", "a\\b", "/etc/passwd", "C:", "NUL", "a:b", "x.", "a\0b")) {
            liar.name = name;
            assertEquals(FileFailure.INVALID_PATH, FileRig.failure(client.list("")), name);
        }
    }
}
