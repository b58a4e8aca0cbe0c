/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.file.FileClient;
import org.linkport.protocol.file.FileClientOptions;
import org.linkport.protocol.file.FileLinks;
import org.linkport.protocol.login.Credentials;

/** The files of one server, on a linkport of its own; a link that breaks is followed by another. */
final class FilesLink implements AutoCloseable {
    private static final int THREADS = 4;

    private final Linkport port;
    private final ExecutorService executor =
            Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "linkport-files"));
    private final FileClient client;
    private @Nullable FileLinks links;

    private FilesLink(Linkport port) {
        this.port = port;
        this.client = new FileClient(port, executor, FileClientOptions.DEFAULT);
    }

    /**
     * Connects and logs in. Blocks.
     *
     * @param retrySeconds how long a server may be away before what is under way fails
     * @throws CommandFailure if that cannot be, and why
     */
    static FilesLink open(ServerOption server, int retrySeconds) {
        FilesLink files = new FilesLink(Linkport.builder()
                .name("linkport-client")
                .engine(server.engine())
                .workers(1)
                .maxLinks(64)
                .shutdownMillis(2_000)
                .open());
        try {
            files.connect(server, retrySeconds);
            return files;
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    private void connect(ServerOption server, int retrySeconds) {
        Credentials credentials = server.credentials();
        AtomicReference<@Nullable CompletionStage<Conversation>> first = new AtomicReference<>();
        ReconnectPolicy policy = ReconnectPolicy.DEFAULT
                .withDelays(100, 2, 5_000, 0.5)
                .withLimits(0, retrySeconds * 1_000L)
                .withStableMillis(1_000);
        links = FileLinks.keep(
                client,
                () -> {
                    CompletionStage<Conversation> connecting = Conversation.connect(
                            port,
                            server.address().socketAddress(),
                            server.connect(),
                            ConversationOptions.DEFAULT,
                            credentials,
                            List.of(client));
                    first.compareAndSet(null, connecting);
                    return connecting;
                },
                policy);
        CompletionStage<Conversation> connecting = first.get();
        if (connecting == null) {
            throw new IllegalStateException("nobody connects");
        }
        Conversation conversation = ServerLink.await("connect to " + server.address(), connecting);
        if (!conversation.speaks(client.name())) {
            throw new CommandFailure(
                    ExitCode.NOT_PERMITTED,
                    "the server has no files for this user; the user needs files:read or files:write, and the server --files");
        }
    }

    FileClient client() {
        return client;
    }

    @Override
    public void close() {
        if (links != null) {
            links.close();
        }
        client.close();
        port.close();
        executor.shutdown();
    }
}
