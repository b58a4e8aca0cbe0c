/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.PartFile;
import org.linkport.protocol.file.store.RootedDirectory;
import org.linkport.protocol.value.ValueReader;

/** A file on its way from a server. What has come stays open from link to link. */
final class Download extends Transfer {
    private final String path;
    private final Path directoryPath;
    private final String name;

    /* in the lane */
    private @Nullable RootedDirectory directory;
    private @Nullable PartFile part;

    Download(FileClient client, TransferOptions options, String path, Path target) {
        super(client, options);
        this.path = path;
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        Path last = absolute.getFileName();
        if (parent == null || last == null) {
            throw new IllegalArgumentException("no file can have the name " + target);
        }
        this.directoryPath = parent;
        this.name = last.toString();
    }

    @Override
    Attempt newAttempt(ClientFiles link) {
        return new Receiving(link);
    }

    private PartFile part() {
        if (part != null) {
            return part;
        }
        try {
            RootedDirectory opened = RootedDirectory.open(directoryPath);
            directory = opened;
            PartFile begun = PartFile.open(opened, name);
            part = begun;
            if (!options().resumes()) {
                begun.restart();
            }
            begun.readWhatIsThere(this::isAbandoned);
            checkNotAbandoned();
            return begun;
        } catch (IOException e) {
            throw FileException.of(e, directoryPath.toString());
        }
    }

    @Override
    void release() {
        PartFile open = part;
        RootedDirectory last = directory;
        part = null;
        directory = null;
        try {
            if (open != null) {
                open.close();
            }
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            throw FileException.of(e, name);
        }
    }

    private final class Receiving extends Attempt implements Incoming.Events {
        private volatile @Nullable Incoming incoming;
        private long sizeBytes;
        private long modifiedMillis;

        Receiving(ClientFiles link) {
            super(link);
        }

        @Override
        void begin() {
            ByteBuffer body = FileWire.text(FileWire.writer(), path)
                    .i64(part().sizeBytes())
                    .bytes(part().hash())
                    .take();
            link().ask(FileWire.DOWNLOAD, body, this::begun, failure -> goOn(this, () -> unanswered(this, failure)));
        }

        private void begun(ByteBuffer answer) {
            ValueReader fields = FileWire.reader(answer);
            handle = fields.u32();
            sizeBytes = fields.u63();
            modifiedMillis = fields.i64();
            long start = fields.u63();
            link().name(handle, this);
            if (isOver()) { // it was given up meanwhile
                link().forget(this);
                link().closeHandle(handle);
            }
            goOn(this, () -> receive(start));
        }

        private void receive(long start) {
            try {
                if (start == 0) {
                    part().restart();
                } else if (start != part().sizeBytes() || start > sizeBytes) {
                    throw new FileException(FileFailure.OUT_OF_RANGE, "the server begins at " + start);
                }
            } catch (IOException e) {
                throw FileException.of(e, name);
            }
            resumed(start, sizeBytes);
            Incoming begun = new Incoming(
                    link().carrier(),
                    handle,
                    lane(),
                    throttle(),
                    this,
                    start,
                    sizeBytes,
                    client().options().windowBytes());
            incoming = begun;
            begun.start();
        }

        @Override
        public void data(long offset, ByteBuffer bytes) {
            Incoming current = incoming;
            if (current != null) {
                current.data(offset, bytes);
            }
        }

        @Override
        public void append(ByteBuffer bytes) {
            try {
                part().append(bytes);
            } catch (IOException e) {
                throw FileException.of(e, name);
            }
            progressed(part().sizeBytes(), sizeBytes);
        }

        @Override
        public void complete() {
            ByteBuffer body = FileWire.writer().u32(handle).take();
            link().ask(
                            FileWire.DOWNLOAD_END,
                            body,
                            answer -> {
                                byte[] hash = FileWire.reader(answer).bytes(ContentHash.BYTES);
                                goOn(this, () -> finish(hash));
                            },
                            failure -> goOn(this, () -> unanswered(this, failure)));
        }

        private void finish(byte[] hash) {
            handle = 0; // the server has closed it
            try {
                long modified = options().keepsModified() ? modifiedMillis : -1;
                part().complete(hash, options().replaces(), modified, options().sync());
            } catch (IOException e) {
                throw FileException.of(e, name);
            }
            succeed(sizeBytes, hash);
        }

        @Override
        public void failed(FileException failure) {
            goOn(this, () -> fail(failure));
        }

        @Override
        void stop() {
            Incoming current = incoming;
            if (current != null) {
                current.close();
            }
        }
    }
}
