/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that a peer stores below a root: a {@link PartFile} with the limits of the root, which nobody else stores under
 * that name meanwhile. One thread at a time; blocks. What the system refuses is a {@link FileException}.
 */
public final class StoredUpload implements AutoCloseable {
    private final FileRoot root;
    private final ClientPath path;
    private final long sizeBytes;
    private final FilesInUse.Use use;
    private final RootedDirectory directory;
    private final PartFile part;
    private boolean reserved;
    private boolean closed;

    private StoredUpload(
            FileRoot root,
            ClientPath path,
            long sizeBytes,
            FilesInUse.Use use,
            RootedDirectory directory,
            PartFile part) {
        this.root = root;
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.use = use;
        this.directory = directory;
        this.part = part;
    }

    /**
     * Begins, or goes on with the part that is there.
     *
     * @param sizeBytes of the whole file
     * @param resumes whether to go on with a part
     * @throws FileException {@link FileFailure#BUSY} if another one of that name is under way, and what else forbids it
     */
    public static StoredUpload open(FileRoot root, ClientPath path, long sizeBytes, boolean resumes) {
        String name = path.name();
        if (sizeBytes < 0) {
            throw new FileException(FileFailure.OUT_OF_RANGE, "a size of " + sizeBytes);
        } else if (sizeBytes > root.limits().maxFileBytes()) {
            throw new FileException(FileFailure.TOO_LARGE, path + " has " + sizeBytes + " bytes");
        }
        FilesInUse.Use use = root.use(path, FilesInUse.Way.REPLACE);
        RootedDirectory directory = null;
        try {
            directory = root.directory(path.parent());
            PartFile part = PartFile.open(directory, name);
            StoredUpload upload = new StoredUpload(root, path, sizeBytes, use, directory, part);
            upload.reserve(resumes);
            return upload;
        } catch (IOException e) {
            giveUp(directory, use);
            throw FileException.of(e, path.toString());
        } catch (RuntimeException e) {
            giveUp(directory, use);
            throw e;
        }
    }

    private static void giveUp(@Nullable RootedDirectory directory, FilesInUse.Use use) {
        use.close();
        try {
            if (directory != null) {
                directory.close();
            }
        } catch (IOException e) {
            throw FileException.of(e, "a directory");
        }
    }

    /** Room for all of it; what is there counts already. */
    private void reserve(boolean resumes) throws IOException {
        try {
            root.quota().reserve(sizeBytes - part.sizeBytes(), path.toString());
            reserved = true;
            if (!resumes || part.sizeBytes() > sizeBytes) {
                part.restart();
            }
        } catch (IOException | RuntimeException e) {
            if (reserved) {
                root.quota().reserve(part.sizeBytes() - sizeBytes, path.toString());
            }
            closePart();
            throw e;
        }
    }

    /** A part of nothing is nothing to go on with. */
    private void closePart() throws IOException {
        if (part.sizeBytes() == 0) {
            part.discard();
        } else {
            part.close();
        }
    }

    /** Bytes there are, from the beginning on. */
    public long storedBytes() {
        return part.sizeBytes();
    }

    /** Of the whole file. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** As {@link PartFile#readWhatIsThere}. */
    public boolean readWhatIsThere(BooleanSupplier stop) {
        try {
            return part.readWhatIsThere(stop);
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        }
    }

    /** The SHA-256 of what is there. */
    public byte[] hash() {
        return part.hash();
    }

    /** Forgets what is there. */
    public void restart() {
        try {
            part.restart();
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        }
    }

    /** Writes behind what is there. */
    public void append(ByteBuffer bytes) {
        if (bytes.remaining() > sizeBytes - part.sizeBytes()) {
            throw new FileException(FileFailure.OUT_OF_RANGE, path + " is longer than was said");
        }
        try {
            part.append(bytes);
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        }
    }

    /**
     * Gives the file its name, as {@link PartFile#complete} says, and ends this. Nobody may be writing to what has the name.
     *
     * @throws FileException {@link FileFailure#OUT_OF_RANGE} if bytes are missing
     */
    public void complete(byte[] hash, boolean replaces, long modifiedMillis, SyncPolicy sync) {
        if (part.sizeBytes() != sizeBytes) {
            throw new FileException(
                    FileFailure.OUT_OF_RANGE, path + " has " + part.sizeBytes() + " of " + sizeBytes + " bytes");
        }
        FilesInUse.Use reading = root.use(path, FilesInUse.Way.READ);
        try {
            FileEntry old = directory.entry(path.name());
            part.complete(hash, replaces, modifiedMillis, sync);
            root.quota().reserve(old == null ? 0 : -old.sizeBytes(), path.toString());
            end(sizeBytes);
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        } catch (FileException e) {
            if (e.failure() == FileFailure.HASH_MISMATCH) {
                end(0); // and the part has gone
            }
            throw e;
        } finally {
            reading.close();
        }
    }

    /** Ends this, and deletes what is there. */
    public void discard() {
        if (!closed) {
            try {
                part.discard();
            } catch (IOException e) {
                throw FileException.of(e, path.toString());
            } finally {
                end(0);
            }
        }
    }

    /** Ends this; what is there stays, to go on with. */
    @Override
    public void close() {
        if (!closed) {
            try {
                closePart();
            } catch (IOException e) {
                throw FileException.of(e, path.toString());
            } finally {
                end(part.sizeBytes());
            }
        }
    }

    /** @param leftBytes what stays on the disk */
    private void end(long leftBytes) {
        if (closed) {
            return;
        }
        closed = true;
        if (reserved) {
            root.quota().reserve(leftBytes - sizeBytes, path.toString());
        }
        giveUp(directory, use);
    }
}
