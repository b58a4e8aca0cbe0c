/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;

/** A server of files below {@code root}, and clients with files of their own in {@code local}. */
final class FileRig {
    static final int POOL_THREADS = 4;
    static final ReconnectPolicy AT_ONCE = new ReconnectPolicy(2, 1.5, 20, 0.5, 500, 0, 10_000);

    final Path root;
    final Path local;
    final Linkport port;
    final ExecutorService pool;
    final FileServer server;
    final InetSocketAddress address;
    private final Ports ports;

    FileRig(Ports ports, Path temp) {
        this(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, "files");
    }

    FileRig(Ports ports, Path temp, StoreLimits limits, FileServerOptions options, String... permissions) {
        this(ports, temp, limits, options, Access.everybody(permissions));
    }

    FileRig(Ports ports, Path temp, StoreLimits limits, FileServerOptions options, Access access) {
        this.ports = ports;
        port = ports.open();
        pool = ports.endLater(Executors.newFixedThreadPool(POOL_THREADS));
        try {
            root = Files.createDirectories(temp.resolve("root"));
            local = Files.createDirectories(temp.resolve("local"));
            server = new FileServer(port, FileRoot.open(root, limits), pool, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A Python that Wine starts on a busy machine is not at its login within the ten seconds of a server.
        ConversationOptions patient = ConversationOptions.DEFAULT.withLoginMillis(120_000);
        Conversations served = new Conversations(patient, access, List.of(server));
        address = port.listen(Ports.loopback(), served).address();
    }

    FileClient client(FileClientOptions options) {
        return ports.closeLater(new FileClient(port, pool, options));
    }

    CompletionStage<Conversation> connect(FileClient client, InetSocketAddress to) {
        return Conversation.connect(port, to, Credentials.anonymous(), List.of(client));
    }

    /** Connected once. */
    FileClient client() {
        FileClient client = client(FileClientOptions.DEFAULT);
        Await.value(connect(client, address));
        return client;
    }

    /** Connected again and again, by whatever stands before the server. */
    FileClient client(InetSocketAddress by) {
        FileClient client = client(FileClientOptions.DEFAULT);
        ports.closeLater(FileLinks.keep(client, () -> connect(client, by), AT_ONCE));
        return client;
    }

    Path file(String name, byte[] content) {
        try {
            return Files.write(local.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FileFailure failure(CompletionStage<?> stage) {
        return assertInstanceOf(FileException.class, Await.failure(stage)).failure();
    }

    /** The threads for files do nothing before this is counted down; what is asked of them waits. */
    CountDownLatch holdPool() {
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < POOL_THREADS; i++) {
            pool.execute(() -> Await.latch(gate));
        }
        return gate;
    }

    /** Nothing is open any more at the server. */
    void assertNothingOpen() {
        Await.until("files that are open", () -> server.openFiles() == 0);
        Await.until("files in use", () -> server.root().filesInUse() == 0);
    }

    /** What is there, unfinished parts included. */
    static List<String> names(Path directory) {
        try (var all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of unfinished parts in the root of the server. */
    long partBytes() {
        return names(root).stream()
                .filter(each -> each.endsWith(".part"))
                .mapToLong(each -> root.resolve(each).toFile().length())
                .sum();
    }

    static void assertParts(int count, Path directory) {
        assertEquals(
                count,
                names(directory).stream().filter(each -> each.endsWith(".part")).count(),
                () -> names(directory).toString());
    }
}
