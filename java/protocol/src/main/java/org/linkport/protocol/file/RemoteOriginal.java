/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linkport.SendFile;
import org.linkport.protocol.file.store.FileEntry;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;

/** A file of one server that is copied to another, read a little ahead. Goes on over the links of its client. */
final class RemoteOriginal implements Upload.Original {
    private static final int AHEAD_BYTES = 64 << 10;
    private static final int AHEAD_COUNT = 6;

    private final FileClient from;
    private final String path;
    private final Queue<CompletionStage<ByteBuffer>> ahead = new ArrayDeque<>();
    private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
    private @Nullable RemoteFile file;
    private @Nullable FileEntry entry;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long position; // of what is left of the current bytes
    private long asked;

    RemoteOriginal(FileClient from, String path) {
        this.from = from;
        this.path = path;
    }

    @Override
    public void open() {
        if (entry == null) {
            entry = overLinks(link -> FileClient.entry(link, path));
            file();
        }
    }

    private RemoteFile file() {
        if (file == null) {
            file = overLinks(link -> RemoteFile.open(link, path, Set.of()));
            startAt(position);
        }
        return file;
    }

    /** Asks until there is an answer or a refusal; a link that ends is neither. */
    private <T> T overLinks(Function<ClientFiles, CompletionStage<T>> question) {
        while (true) {
            ClientFiles link = await(from.linkedStage());
            try {
                return await(question.apply(link));
            } catch (FileException e) {
                awaitEnd(link, e);
            }
        }
    }

    /** The same of the file, which is opened anew on another link. */
    private <T> T overFiles(Function<RemoteFile, CompletionStage<T>> question) {
        while (true) {
            RemoteFile open = file();
            try {
                return await(question.apply(open));
            } catch (FileException e) {
                awaitEnd(open.link(), e);
                file = null;
            }
        }
    }

    /** A link that closes is still the client's for a while. Throws what was not the end of one, or the end of all. */
    private void awaitEnd(ClientFiles link, FileException failure) {
        if (failure.failure() != FileFailure.LINK_ENDED || from.isClosed()) {
            throw failure;
        }
        await(link.over());
    }

    /** Waits for a stage, or until the copy is given up. */
    private <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> awaited = stage.toCompletableFuture();
        try {
            CompletableFuture.anyOf(awaited, givenUp).join();
            return awaited.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof FileException failure ? failure : e;
        }
    }

    @Override
    public void giveUp(FileException failure) {
        givenUp.completeExceptionally(failure);
    }

    private FileEntry entry() {
        if (entry == null) {
            throw new IllegalStateException("it was not opened: " + path);
        }
        return entry;
    }

    @Override
    public long sizeBytes() {
        return entry().sizeBytes();
    }

    @Override
    public long modifiedMillis() {
        return entry().modifiedMillis();
    }

    @Override
    public @Nullable SendFile sendFile() {
        return null;
    }

    @Override
    public void read(long at, ByteBuffer into) {
        if (at != position) {
            startAt(at);
        }
        while (into.hasRemaining() && position < sizeBytes()) {
            if (!current.hasRemaining()) {
                current = next();
                if (!current.hasRemaining()) {
                    return; // it has become shorter
                }
            }
            int count = Math.min(into.remaining(), current.remaining());
            into.put(current.slice().limit(count));
            current.position(current.position() + count);
            position += count;
        }
    }

    private void startAt(long at) {
        ahead.clear();
        current = ByteBuffer.allocate(0);
        position = at;
        asked = at;
    }

    private ByteBuffer next() {
        return overFiles(open -> {
            while (ahead.size() < AHEAD_COUNT && asked < sizeBytes()) {
                int count = (int) Math.min(AHEAD_BYTES, sizeBytes() - asked);
                ahead.add(open.read(asked, count));
                asked += count;
            }
            return ahead.remove();
        });
    }

    /** The server that had it says what it has. */
    @Override
    public void check(byte[] hash) {
        byte[] theirs = overFiles(open -> open.hash(sizeBytes()));
        if (!MessageDigest.isEqual(hash, theirs)) {
            throw new FileException(FileFailure.CHANGED, path + " was changed while it was copied");
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
