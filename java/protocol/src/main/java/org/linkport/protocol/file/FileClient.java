/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.FileEntry;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoredFile;
import org.linkport.protocol.value.ValueReader;

/**
 * The files of one server, for a client: one of the protocols with which it connects. Transfers wait for a conversation, use
 * the newest, and go on with the next when it has ended; {@link FileLinks} sees to it that there is a next. What
 * else is asked for fails with {@link FileFailure#LINK_ENDED} when there is no conversation, or not any more.
 *
 * <pre>{@code
 * FileClient files = new FileClient(port, pool, FileClientOptions.DEFAULT);
 * Conversation.connect(port, address, credentials, List.of(files));
 * files.upload(Path.of("build.zip"), "builds/today.zip", TransferOptions.DEFAULT).result().thenAccept(...);
 * }</pre>
 *
 * Any thread.
 */
public final class FileClient extends FileProtocol implements AutoCloseable {
    private static final int LIST_MAX = 1_000;

    private final Linkport port;
    private final Executor executor;
    private final FileClientOptions options;
    private final TokenBucket rate;
    private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();

    /* under the lock */
    private @Nullable ClientFiles current;
    private CompletableFuture<ClientFiles> linked = new CompletableFuture<>();
    private @Nullable FileException closedWith;

    /**
     * Makes a client.
     *
     * @param port of its links
     * @param executor where files are read and written, which blocks; it is the caller's, and outlives the transfers. A
     *     copy between servers takes one of its threads
     */
    public FileClient(Linkport port, Executor executor, FileClientOptions options) {
        this.port = Objects.requireNonNull(port, "port");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.options = Objects.requireNonNull(options, "options");
        this.rate = new TokenBucket(options.rate(), System::nanoTime);
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        ClientFiles link = new ClientFiles(this, conversation);
        CompletableFuture<ClientFiles> waiting;
        synchronized (this) {
            current = link;
            waiting = linked;
            linked = waiting.isDone() ? CompletableFuture.completedFuture(link) : waiting;
        }
        waiting.complete(link);
        transfers.forEach(each -> each.linked(link));
        return link;
    }

    void unlinked(ClientFiles link) {
        synchronized (this) {
            if (current == link) {
                current = null;
                if (closedWith == null) {
                    linked = new CompletableFuture<>();
                }
            }
        }
        transfers.forEach(each -> each.unlinked(link));
    }

    /** Completes when there is a link. */
    synchronized CompletionStage<ClientFiles> linkedStage() {
        return linked;
    }

    synchronized boolean isClosed() {
        return closedWith != null;
    }

    FileClientOptions options() {
        return options;
    }

    TokenBucket rate() {
        return rate;
    }

    FileLane newLane() {
        return new FileLane(executor);
    }

    void ended(Transfer transfer) {
        transfers.remove(transfer);
    }

    <T extends Transfer> T begin(T transfer) {
        transfers.add(transfer);
        ClientFiles link;
        FileException closed;
        synchronized (this) {
            link = current;
            closed = closedWith;
        }
        if (closed != null) {
            transfer.abandon(closed);
        } else if (link != null) {
            transfer.linked(link);
        }
        return transfer;
    }

    /** Stores a file of this machine at the server. */
    public Transfer upload(Path file, String path, TransferOptions how) {
        return begin(new Upload(this, how, new LocalOriginal(port, file), path));
    }

    /** Stores a file of the server on this machine, in a directory that is there. */
    public Transfer download(String path, Path file, TransferOptions how) {
        return begin(new Download(this, how, path, file));
    }

    /**
     * Stores a file of another server, or another file of this one, at the server, by this machine but not on it. What was
     * stored is proved to be what the other server has.
     */
    public Transfer copy(FileClient from, String fromPath, String path, TransferOptions how) {
        return begin(new Upload(this, how, new RemoteOriginal(from, fromPath), path));
    }

    private <T> CompletionStage<T> onLink(Function<ClientFiles, CompletionStage<T>> question) {
        ClientFiles link;
        synchronized (this) {
            link = current;
        }
        return link == null
                ? CompletableFuture.failedFuture(new FileException(FileFailure.LINK_ENDED, "there is no link"))
                : question.apply(link);
    }

    private <T> CompletionStage<T> ask(int type, ByteBuffer body, Function<ByteBuffer, T> read) {
        return onLink(link -> RemoteFile.ask(link, type, body, read));
    }

    private static ByteBuffer path(String path) {
        return FileWire.text(FileWire.writer(), path).take();
    }

    /** What a path names at the server. */
    public CompletionStage<FileEntry> entry(String path) {
        return onLink(link -> entry(link, path));
    }

    static CompletionStage<FileEntry> entry(ClientFiles link, String path) {
        return RemoteFile.ask(
                link, FileWire.ENTRY, path(path), answer -> FileWire.entry(FileWire.reader(answer), false));
    }

    /**
     * Everything in a directory, in order. Fails with {@link FileFailure#INVALID_PATH} if the server names something that no file
     * may be called.
     */
    public CompletionStage<List<FileEntry>> list(String path) {
        return list(path, "", new ArrayList<>());
    }

    private CompletionStage<List<FileEntry>> list(String path, String after, List<FileEntry> all) {
        ByteBuffer body = FileWire.text(FileWire.text(FileWire.writer(), path), after)
                .u16(LIST_MAX)
                .take();
        return ask(FileWire.LIST, body, answer -> addPage(answer, all)).thenCompose(more -> {
            String last = all.isEmpty() ? "" : all.get(all.size() - 1).name();
            return more && last.compareTo(after) > 0
                    ? list(path, last, all)
                    : CompletableFuture.completedFuture(List.copyOf(all));
        });
    }

    private static boolean addPage(ByteBuffer answer, List<FileEntry> all) {
        ValueReader fields = FileWire.reader(answer);
        boolean more = fields.bool();
        for (int left = fields.u16(); left > 0; left--) {
            all.add(FileWire.entry(fields, true));
        }
        return more;
    }

    /** Deletes a file, or an empty directory, at the server. */
    public CompletionStage<Void> delete(String path) {
        return ask(FileWire.DELETE, path(path), answer -> true).thenAccept(done -> {});
    }

    /** Makes a directory at the server, and those above it, where they are not. */
    public CompletionStage<Void> makeDirectories(String path) {
        return ask(FileWire.MAKE_DIRECTORIES, path(path), answer -> true).thenAccept(done -> {});
    }

    /**
     * Opens a file at the server.
     *
     * @param modes none to read; the others need {@link StoredFile.Mode#WRITE}
     */
    public CompletionStage<RemoteFile> openFile(String path, Set<StoredFile.Mode> modes) {
        return onLink(link -> RemoteFile.open(link, path, modes));
    }

    /** Fails what is under way with {@link FileFailure#CANCELLED}. Its conversation is not closed with it. */
    @Override
    public void close() {
        close(new FileException(FileFailure.CANCELLED, "the client was closed"));
    }

    void close(FileException failure) {
        CompletableFuture<ClientFiles> waiting;
        synchronized (this) {
            if (closedWith != null) {
                return;
            }
            closedWith = failure;
            waiting = linked;
        }
        waiting.completeExceptionally(failure);
        transfers.forEach(each -> each.abandon(failure));
    }
}
