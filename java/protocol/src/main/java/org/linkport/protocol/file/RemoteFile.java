/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoredFile;
import org.linkport.protocol.message.RequestException;
import org.linkport.protocol.value.ValueReader;

/**
 * A file that is open at a server. What is asked for is done in its order. It ends with its link; then, and if the server
 * refuses, a stage fails with {@link FileException}. Any thread; stages complete where the link's callbacks run.
 */
public final class RemoteFile implements AutoCloseable {
    /** The most that is read or written at once, in bytes. */
    public static final int BYTES_MAX = FileWire.REQUEST_BYTES_MAX;

    private final ClientFiles link;
    private final long handle;
    private final long openedBytes;

    RemoteFile(ClientFiles link, long handle, long openedBytes) {
        this.link = link;
        this.handle = handle;
        this.openedBytes = openedBytes;
    }

    /** Over which it was opened. */
    ClientFiles link() {
        return link;
    }

    /** How long it was when it was opened. */
    public long openedBytes() {
        return openedBytes;
    }

    /**
     * Reads.
     *
     * @param count 0 to {@link #BYTES_MAX}
     * @return as many bytes, or what there is before the end; a copy
     */
    public CompletionStage<ByteBuffer> read(long position, int count) {
        return ask(
                FileWire.READ,
                FileWire.writer().u32(handle).i64(position).u32(count).take(),
                RemoteFile::copy);
    }

    private static ByteBuffer copy(ByteBuffer lent) {
        return ByteBuffer.allocate(lent.remaining()).put(lent).flip();
    }

    /** Writes what is between position and limit, at most {@link #BYTES_MAX}, which is copied; behind the end if need be. */
    public CompletionStage<Void> write(long position, ByteBuffer bytes) {
        ByteBuffer body =
                FileWire.writer().u32(handle).i64(position).bytes(bytes).take();
        return done(FileWire.WRITE, body);
    }

    /** How long it is. */
    public CompletionStage<Long> size() {
        return ask(
                FileWire.SIZE,
                handle().flip(),
                answer -> FileWire.reader(answer).u63());
    }

    /** Cuts it, if it is longer; how long it is then. */
    public CompletionStage<Long> truncate(long sizeBytes) {
        return ask(
                FileWire.TRUNCATE,
                FileWire.writer().u32(handle).i64(sizeBytes).take(),
                answer -> FileWire.reader(answer).u63());
    }

    /** Has the server's system write down what was written. */
    public CompletionStage<Void> sync() {
        return done(FileWire.SYNC, handle().flip());
    }

    /** The SHA-256 of its first bytes. */
    public CompletionStage<byte[]> hash(long bytes) {
        return ask(
                FileWire.HASH,
                FileWire.writer().u32(handle).i64(bytes).take(),
                answer -> FileWire.reader(answer).bytes(ContentHash.BYTES));
    }

    /** Closes it, after what was asked for before; completes when the server has. */
    public CompletionStage<Void> end() {
        return done(FileWire.CLOSE, FileWire.writer().u32(handle).u8(0).take());
    }

    /** Closes it, after what was asked for before. Returns at once. */
    @Override
    public void close() {
        link.closeHandle(handle);
    }

    private ByteBuffer handle() {
        return ByteBuffer.allocate(4).putInt((int) handle);
    }

    private CompletionStage<Void> done(int type, ByteBuffer body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        link.ask(type, body, answer -> done.complete(null), failure -> done.completeExceptionally(failureOf(failure)));
        return done;
    }

    private <T> CompletionStage<T> ask(int type, ByteBuffer body, Function<ByteBuffer, T> read) {
        return ask(link, type, body, read);
    }

    static <T> CompletionStage<T> ask(ClientFiles link, int type, ByteBuffer body, Function<ByteBuffer, T> read) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        link.ask(
                type,
                body,
                answer -> complete(stage, answer, read),
                failure -> stage.completeExceptionally(failureOf(failure)));
        return stage;
    }

    private static <T> void complete(CompletableFuture<T> stage, ByteBuffer answer, Function<ByteBuffer, T> read) {
        T value;
        try {
            value = read.apply(answer);
        } catch (RuntimeException e) {
            stage.completeExceptionally(e);
            return;
        }
        stage.complete(value);
    }

    private static FileException failureOf(RequestException failure) {
        if (failure.why() == RequestException.Cause.ENDED) {
            return new FileException(FileFailure.LINK_ENDED, failure.text(), failure);
        }
        return Transfer.refusal(failure);
    }

    /** Opens a file, see {@link FileClient#openFile}. */
    static CompletionStage<RemoteFile> open(ClientFiles link, String path, Set<StoredFile.Mode> modes) {
        int bits = 0;
        for (StoredFile.Mode mode : modes) {
            bits |= mode.bit();
        }
        ByteBuffer body = FileWire.text(FileWire.writer(), path).u8(bits).take();
        return ask(link, FileWire.OPEN, body, answer -> opened(link, answer));
    }

    private static RemoteFile opened(ClientFiles link, ByteBuffer answer) {
        ValueReader fields = FileWire.reader(answer);
        return new RemoteFile(link, fields.u32(), fields.u63());
    }
}
