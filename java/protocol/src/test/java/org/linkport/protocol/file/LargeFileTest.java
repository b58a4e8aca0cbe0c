/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.CloseReason;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.session.CuttingProxy;

/**
 * A file that is larger than any memory here, up and down through at least 20 broken links, by a server whose heap of 64 MiB
 * is enough: byte for byte the same. {@code -Dlinkport.test.fileMiB=4096} makes it 4 GiB.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LargeFileTest {
    private static final int CUTS = 20;
    private static final long SIZE = Long.getLong("linkport.test.fileMiB", Ports.ENGINE == Engine.NIO ? 64 : 24) << 20;
    private static final long MINUTES = 2 + (SIZE >> 28);

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    private final Map<CloseReason, Integer> ends = new ConcurrentHashMap<>();

    /** A piece of chance every 16 MiB, and at the end; what is between is a hole, and not sent as one. */
    private static void make(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            byte[] piece = Bytes.pattern(1 << 20, SIZE);
            for (long at = 0; at < SIZE; at += 16L << 20) {
                ByteBuffer numbered = ByteBuffer.wrap(piece).putLong(0, at);
                channel.write(numbered.rewind(), Math.min(at, SIZE - piece.length));
            }
            channel.write(ByteBuffer.wrap(piece), SIZE - piece.length);
        }
    }

    private static String hash(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertEquals(SIZE, channel.size());
            ContentHash hash = new ContentHash();
            assertTrue(hash.addFrom(channel, SIZE, () -> false));
            return HexFormat.of().formatHex(hash.value());
        }
    }

    private enum Way {
        UP,
        DOWN
    }

    @Test
    void shouldGoUpThroughBrokenLinks() throws Exception {
        transfer(Way.UP);
    }

    @Test
    void shouldComeDownThroughBrokenLinks() throws Exception {
        transfer(Way.DOWN);
    }

    private CompletionStage<Conversation> connect(Linkport port, CuttingProxy proxy, FileClient client) {
        CompletionStage<Conversation> begun =
                Conversation.connect(port, proxy.address(), Credentials.anonymous(), List.of(client));
        begun.thenCompose(Conversation::ended).thenAccept(reason -> ends.merge(reason, 1, Integer::sum));
        return begun;
    }

    private void transfer(Way way) throws Exception {
        Path there = Files.createDirectories(temp.resolve("there"));
        Path here = Files.createDirectories(temp.resolve("here"));
        Path from = (way == Way.UP ? here : there).resolve("file");
        make(from);
        long start = System.nanoTime();
        FileServerJvm server = ports.closeLater(new FileServerJvm(there, temp, Ports.ENGINE));
        CuttingProxy proxy =
                ports.closeLater(new CuttingProxy(server.address(), 1, (int) Math.min(1 << 30, SIZE / 14)));
        Linkport port = ports.open();
        ExecutorService pool = ports.endLater(Executors.newFixedThreadPool(2));
        FileClient client = ports.closeLater(new FileClient(port, pool, FileClientOptions.DEFAULT));
        FileLinks links = ports.closeLater(FileLinks.keep(client, () -> connect(port, proxy, client), FileRig.AT_ONCE));
        Transfer transfer = way == Way.UP
                ? client.upload(from, "to", TransferOptions.DEFAULT)
                : client.download("file", here.resolve("to"), TransferOptions.DEFAULT);
        Transfer.Result result = transfer.result().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        String expected = hash(from);
        assertEquals(expected, result.sha256());
        assertEquals(expected, hash((way == Way.UP ? there : here).resolve("to")));
        assertTrue(proxy.cuts() >= CUTS && result.links() > CUTS, () -> proxy.cuts() + " cuts, " + result);
        links.close();
        Await.value(links.ended());
        long peak = server.peakHeapBytes();
        assertTrue(peak < 64L << 20, () -> "a heap of " + peak);
        System.out.printf(
                "LargeFileTest: %s %d MiB, %d links, %d cuts, %.1f s, peak heap of the server %.1f MiB, ends %s%n",
                way, SIZE >> 20, result.links(), proxy.cuts(), seconds, peak / 1048576.0, ends);
    }
}
