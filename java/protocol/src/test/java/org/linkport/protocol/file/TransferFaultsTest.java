/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.CloseReason;
import org.linkport.SendFile;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.AttemptLimits;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.message.Request;

/**
 * What the program around a transfer does wrong, or its other server: progress, originals and connects that throw, servers
 * that are not there, go at the last moment or answer what no server should. A transfer ends, or goes on; it never hangs.
 */
class TransferFaultsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    @Test
    void shouldFailWithWhatItsProgressThrows() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        Path file = rig.file("file", Bytes.pattern(500_000, 1));
        Files.copy(file, rig.root.resolve("there"));
        TransferOptions throwing = TransferOptions.DEFAULT.withProgress(progress -> {
            throw new IllegalStateException("on purpose");
        });
        assertEquals(
                FileFailure.SYSTEM,
                FileRig.failure(client.upload(file, "up", throwing).result()));
        assertEquals(
                FileFailure.SYSTEM,
                FileRig.failure(client.download("there", rig.local.resolve("down"), throwing)
                        .result()));
        Await.value(client.upload(file, "up", TransferOptions.DEFAULT).result()); // the link was not at fault
        rig.assertNothingOpen();
    }

    /** Fails late, when no step of the transfer is there to catch it. */
    private record Throwing(long failsAt) implements Upload.Original {
        @Override
        public void open() {}

        @Override
        public long sizeBytes() {
            return 8 << 20;
        }

        @Override
        public long modifiedMillis() {
            return 0;
        }

        @Override
        public void read(long position, ByteBuffer into) {
            if (position >= failsAt) {
                throw new IllegalStateException("on purpose");
            }
            into.position(into.limit());
        }

        @Override
        public @Nullable SendFile sendFile() {
            return null;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldFailWithWhatTheOriginalThrows() {
        FileRig rig = new FileRig(ports, temp);
        FileClient client = rig.client();
        for (long failsAt : new long[] {0, 2 << 20}) {
            Upload upload = new Upload(client, TransferOptions.DEFAULT, new Throwing(failsAt), "up");
            assertEquals(
                    FileFailure.SYSTEM, FileRig.failure(client.begin(upload).result()));
            rig.assertNothingOpen();
        }
    }

    private void keep(FileClient client, Supplier<CompletionStage<Conversation>> connect) {
        ports.closeLater(FileLinks.keep(client, connect, FileRig.AT_ONCE));
    }

    /** As a Linkport does that was closed, and everything that a program may do there. */
    @Test
    void shouldTryAgainWhenConnectThrows() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        AtomicInteger tries = new AtomicInteger();
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        CompletableFuture<Conversation> first = new CompletableFuture<>();
        keep(client, () -> {
            int attempt = tries.incrementAndGet();
            if (attempt == 2 || attempt == 3) {
                throw new IllegalStateException("on purpose");
            }
            return rig.connect(client, rig.address)
                    .whenComplete((conversation, failure) -> first.complete(conversation));
        });
        Await.value(first).link().abort();
        Await.until("it was tried again", () -> tries.get() >= 4);
        Path file = rig.file("file", Bytes.pattern(1_000, 1));
        Await.value(client.upload(file, "up", TransferOptions.DEFAULT).result());
        assertEquals(4, tries.get());
    }

    @Test
    void shouldThrowWhatTheFirstConnectThrows() {
        FileClient client = new FileRig(ports, temp).client(FileClientOptions.DEFAULT);
        assertThrows(
                IllegalStateException.class,
                () -> keep(client, () -> {
                    throw new IllegalStateException("on purpose");
                }));
    }

    /** Somebody else at the same address has guessed at secrets. */
    @Test
    void shouldTryAgainWhenItMayLogInLater() throws IOException {
        Users users = Users.of(List.of(Users.line("alice", "secret", Set.of("files"), 4_096)));
        Access access = Access.of(users)
                .withLimits(AttemptLimits.DEFAULT.withDelayMillis(0, 0).withLocks(1, 1, 1_000));
        FileRig rig = new FileRig(ports, temp, StoreLimits.NONE, FileServerOptions.DEFAULT, access);
        Await.failure(Conversation.connect(rig.port, rig.address, Credentials.of("alice", "guess"), List.of()));
        FileClient client = rig.client(FileClientOptions.DEFAULT);
        Credentials credentials = Credentials.of("alice", "secret");
        keep(client, () -> Conversation.connect(rig.port, rig.address, credentials, List.of(client)));
        Path file = rig.file("file", Bytes.pattern(1_000, 1));
        Await.value(client.upload(file, "up", TransferOptions.DEFAULT).result());
    }

    /** The server that has the file is not there, so the work on the copy waits. */
    @Test
    void shouldGiveUpACopyThatWaits() {
        FileRig rig = new FileRig(ports, temp);
        FileClient nowhere = rig.client(FileClientOptions.DEFAULT);
        FileClient client = rig.client();
        Transfer copy = client.copy(nowhere, "from", "to", TransferOptions.DEFAULT);
        copy.cancel();
        assertEquals(FileFailure.CANCELLED, FileRig.failure(copy.result()));
        Transfer other = client.copy(nowhere, "from", "to", TransferOptions.DEFAULT);
        client.close();
        assertEquals(FileFailure.CANCELLED, FileRig.failure(other.result()));
    }

    /** Serves files, but looks at each request first. */
    private static final class Served extends FileProtocol {
        private final FileServer files;
        private final Consumer<Request> first;

        Served(FileServer files, Consumer<Request> first) {
            this.files = files;
            this.first = first;
        }

        @Override
        public ProtocolHandler open(Conversation conversation) {
            ProtocolHandler handler = files.open(conversation);
            return new ProtocolHandler() {
                @Override
                public void onRequest(Request request) {
                    conversation.attach(request);
                    first.accept(request);
                    if (conversation.link().isOpen()) {
                        handler.onRequest(request);
                    }
                }

                @Override
                public void onClose(CloseReason reason) {
                    handler.onClose(reason);
                }
            };
        }
    }

    /** The file was read, and the link ends before its server has said what the hash is. */
    @Test
    void shouldProveACopyOverAnotherLink() throws IOException {
        FileRig rig = new FileRig(ports, temp);
        byte[] content = Bytes.pattern(300_000, 1);
        Files.write(rig.root.resolve("from"), content);
        AtomicBoolean broken = new AtomicBoolean();
        AtomicInteger hashes = new AtomicInteger();
        AtomicReference<Conversations> server = new AtomicReference<>();
        Served served = new Served(rig.server, request -> {
            if (request.type() == FileWire.HASH && hashes.incrementAndGet() == 1) {
                broken.set(true);
                server.get().open().stream()
                        .filter(each -> each.attachment() == request)
                        .forEach(each -> each.link().abort());
            }
        });
        server.set(new Conversations(ConversationOptions.DEFAULT, Access.everybody("files"), List.of(served)));
        InetSocketAddress address =
                rig.port.listen(Ports.loopback(), server.get()).address();
        FileClient from = rig.client(address);
        Await.value(
                rig.client().copy(from, "from", "to", TransferOptions.DEFAULT).result());
        assertTrue(broken.get());
        Bytes.assertSame(content, Files.readAllBytes(rig.root.resolve("to")));
    }

    /** To take that word for an end of the link would be to ask for ever. */
    @Test
    void shouldNotBelieveAServerThatTheLinkHasEnded() {
        FileRig rig = new FileRig(ports, temp);
        Protocol liar = new FileProtocol() {
            @Override
            public ProtocolHandler open(Conversation conversation) {
                return new ProtocolHandler() {
                    @Override
                    public void onRequest(Request request) {
                        request.fail(FileFailure.LINK_ENDED.code(), "the link has ended");
                    }
                };
            }
        };
        InetSocketAddress address = rig.port
                .listen(
                        Ports.loopback(),
                        new Conversations(ConversationOptions.DEFAULT, Access.everybody("files"), List.of(liar)))
                .address();
        FileClient from = rig.client(FileClientOptions.DEFAULT);
        Await.value(rig.connect(from, address));
        assertEquals(FileFailure.SYSTEM, FileRig.failure(from.entry("there")));
        assertEquals(
                FileFailure.SYSTEM,
                FileRig.failure(rig.client()
                        .copy(from, "from", "to", TransferOptions.DEFAULT)
                        .result()));
    }
}
