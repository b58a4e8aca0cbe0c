/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.value.ValueReader;

/** A file on its way to a server. */
final class Upload extends Transfer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Original original;
    private final String path;
    private final byte[] token = new byte[FileWire.TOKEN_BYTES];

    /** What is uploaded. In the lane; blocks. */
    interface Original extends Outgoing.Source, AutoCloseable {
        /** Opens it, once; a second time it does nothing. */
        void open();

        long sizeBytes();

        /** In milliseconds since 1970. */
        long modifiedMillis();

        /** Nobody needs it any more: whatever waits for it fails with that. Any thread. */
        default void giveUp(FileException failure) {}

        /** Proves that what was sent is what it holds, where that is not plain. */
        default void check(byte[] hash) {}

        @Override
        void close();
    }

    Upload(FileClient client, TransferOptions options, Original original, String path) {
        super(client, options);
        this.original = original;
        this.path = path;
        RANDOM.nextBytes(token);
    }

    @Override
    Attempt newAttempt(ClientFiles link) {
        return new Sending(link);
    }

    @Override
    void release() {
        original.close();
    }

    @Override
    void givesUp(FileException failure) {
        original.giveUp(failure);
    }

    private int flags() {
        TransferOptions options = options();
        return (options.replaces() ? FileWire.REPLACE : 0)
                | (options.resumes() || progress().links() > 1 ? FileWire.RESUME : 0)
                | (options.makesParents() ? FileWire.MAKE_PARENTS : 0);
    }

    private final class Sending extends Attempt implements Outgoing.Events {
        private volatile @Nullable Outgoing outgoing;
        private long credit; // where the link's callbacks run, until there is somebody to tell
        private long sent;

        Sending(ClientFiles link) {
            super(link);
        }

        @Override
        void begin() {
            original.open();
            ByteBuffer body = FileWire.text(FileWire.writer(), path)
                    .i64(original.sizeBytes())
                    .i64(options().keepsModified() ? original.modifiedMillis() : -1)
                    .u8(flags())
                    .bytes(token)
                    .take();
            link().ask(FileWire.UPLOAD, body, this::begun, failure -> goOn(this, () -> unanswered(this, failure)));
        }

        private void begun(ByteBuffer answer) {
            ValueReader fields = FileWire.reader(answer);
            handle = fields.u32();
            long offset = fields.u63();
            byte[] hash = fields.bytes(ContentHash.BYTES);
            if (handle != 0) {
                link().name(handle, this);
            }
            if (isOver()) { // it was given up meanwhile
                link().forget(this);
                link().closeHandle(handle);
            }
            goOn(this, () -> send(offset, hash));
        }

        private void send(long offset, byte[] theirHash) {
            if (offset > original.sizeBytes()) {
                throw new FileException(FileFailure.OUT_OF_RANGE, "the server has more than there is");
            }
            ContentHash ours = hashOf(offset);
            boolean same = MessageDigest.isEqual(ours.value(), theirHash);
            if (handle == 0) { // it was stored, and the answer was lost
                if (!same || offset != original.sizeBytes()) {
                    throw new FileException(FileFailure.CHANGED, "the file is another one than was sent before");
                }
                succeed(offset, theirHash);
                return;
            }
            ContentHash start = same ? ours : new ContentHash();
            if (offset > 0) {
                ByteBuffer body =
                        FileWire.writer().u32(handle).i64(start.bytes()).take();
                link().ask(
                                FileWire.UPLOAD_FROM,
                                body,
                                answer -> {},
                                failure -> goOn(this, () -> unanswered(this, failure)));
            }
            resumed(start.bytes(), original.sizeBytes());
            sent = start.bytes();
            start(start);
        }

        private ContentHash hashOf(long bytes) {
            ContentHash hash = new ContentHash();
            ByteBuffer buffer = ByteBuffer.allocate(client().options().chunkBytes());
            try {
                while (hash.bytes() < bytes && !isOver()) {
                    checkNotAbandoned();
                    original.read(hash.bytes(), buffer.clear().limit((int)
                            Math.min(buffer.capacity(), bytes - hash.bytes())));
                    if (buffer.hasRemaining()) {
                        throw new FileException(FileFailure.CHANGED, "it has become shorter");
                    }
                    hash.add(buffer.flip());
                }
            } catch (IOException e) {
                throw FileException.of(e, path);
            }
            return hash;
        }

        private void start(ContentHash from) {
            Outgoing begun = new Outgoing(
                    link().turns(),
                    handle,
                    lane(),
                    throttle(),
                    original,
                    this,
                    from,
                    original.sizeBytes(),
                    client().options().chunkBytes());
            outgoing = begun;
            link().carrier().execute(() -> begun.credit(credit));
            begun.start();
        }

        @Override
        public void credit(long limit) {
            Outgoing current = outgoing;
            if (current == null) {
                credit = Math.max(credit, limit);
            } else {
                current.credit(limit);
            }
        }

        @Override
        public void sent(long bytes) {
            sent += bytes;
            progressed(sent, original.sizeBytes());
        }

        @Override
        public void sentAll() {
            goOn(this, this::finish);
        }

        private void finish() {
            Outgoing all = outgoing;
            if (all == null) {
                throw new IllegalStateException("nothing was sent");
            }
            byte[] hash = all.hash();
            original.check(hash);
            ByteBuffer body = FileWire.writer().u32(handle).bytes(hash).take();
            link().ask(
                            FileWire.UPLOAD_END,
                            body,
                            answer -> goOn(this, () -> succeed(original.sizeBytes(), hash)),
                            failure -> goOn(this, () -> unanswered(this, failure)));
        }

        @Override
        public void failed(FileException failure) {
            goOn(this, () -> fail(failure));
        }

        @Override
        void stop() {
            Outgoing current = outgoing;
            if (current != null) {
                current.close();
            }
        }
    }
}
