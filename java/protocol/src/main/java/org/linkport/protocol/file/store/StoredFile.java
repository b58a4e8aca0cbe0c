/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file below a root that is read and written in place, at any position. Whoever writes is alone among those who write or
 * download it. One thread at a time; blocks. What the system refuses is a {@link FileException}.
 */
public final class StoredFile implements AutoCloseable {
    private final FileRoot root;
    private final ClientPath path;
    private final FileChannel channel;
    private final FilesInUse.@Nullable Use use;
    private boolean closed;

    /** How a file is opened. */
    public enum Mode {
        /** To write, not only to read. */
        WRITE(1),
        /** Made if there is none; only to write. */
        CREATE(2),
        /** Made, and there must be none; only to write. */
        CREATE_NEW(4),
        /** Emptied; only to write. */
        TRUNCATE(8);

        private final int bit;

        Mode(int bit) {
            this.bit = bit;
        }

        /** On the wire, where they are added. */
        public int bit() {
            return bit;
        }
    }

    private StoredFile(FileRoot root, ClientPath path, FileChannel channel, FilesInUse.@Nullable Use use) {
        this.root = root;
        this.path = path;
        this.channel = channel;
        this.use = use;
    }

    /** Opens a file. */
    public static StoredFile open(FileRoot root, ClientPath path, Set<Mode> modes) {
        path.name();
        boolean writes = !modes.isEmpty();
        FilesInUse.Use use = writes ? root.use(path, FilesInUse.Way.WRITE) : null;
        try {
            FileChannel channel = root.in(path, in -> in.openFile(path.name(), options(modes)));
            return begun(new StoredFile(root, path, channel, use), modes);
        } catch (RuntimeException e) {
            if (use != null) {
                use.close();
            }
            throw e;
        }
    }

    private static StoredFile begun(StoredFile file, Set<Mode> modes) {
        try {
            if (modes.contains(Mode.TRUNCATE)) {
                file.truncate(0);
            }
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Set<StandardOpenOption> options(Set<Mode> modes) {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ);
        if (!modes.isEmpty()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (modes.contains(Mode.CREATE)) {
            options.add(StandardOpenOption.CREATE);
        }
        if (modes.contains(Mode.CREATE_NEW)) {
            options.add(StandardOpenOption.CREATE_NEW);
        }
        return options;
    }

    /** Something to do with a channel. */
    private interface Action<T> {
        T with(FileChannel file) throws IOException;
    }

    private <T> T with(Action<T> action) {
        try {
            return action.with(channel);
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        }
    }

    /** How long it is. */
    public long sizeBytes() {
        return with(FileChannel::size);
    }

    /** Reads from a position on as much as there is and fits. */
    public void read(long position, ByteBuffer into) {
        checkPosition(position, into.remaining());
        with(file -> {
            long at = position;
            while (into.hasRemaining()) {
                int count = file.read(into, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
            return at;
        });
    }

    private static void checkPosition(long position, long count) {
        if (position < 0 || count > Long.MAX_VALUE - position) {
            throw new FileException(FileFailure.OUT_OF_RANGE, "position " + position + ", count " + count);
        }
    }

    private void checkWrites() {
        if (use == null) {
            throw new FileException(FileFailure.ACCESS_DENIED, path + " is open to be read only");
        }
    }

    /** Writes at a position, beyond the end if need be, all of it. */
    public void write(long position, ByteBuffer bytes) {
        checkWrites();
        checkPosition(position, bytes.remaining());
        long end = position + bytes.remaining();
        if (end > root.limits().maxFileBytes()) {
            throw new FileException(FileFailure.TOO_LARGE, path + " would have " + end + " bytes");
        }
        long before = sizeBytes();
        root.quota().reserve(Math.max(0, end - before), bytes.remaining(), path.toString());
        try {
            with(file -> writeAll(file, position, bytes));
        } catch (FileException e) {
            root.quota().reserve(Math.min(0, sizeBytes() - Math.max(before, end)), path.toString());
            throw e;
        }
    }

    private static long writeAll(FileChannel file, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        return at;
    }

    /** Cuts it; does nothing if it is not longer. */
    public void truncate(long sizeBytes) {
        checkWrites();
        checkPosition(sizeBytes, 0);
        long before = sizeBytes();
        with(file -> file.truncate(sizeBytes));
        root.quota().reserve(Math.min(0, sizeBytes - before), path.toString());
    }

    /** Has the system write down what was written. */
    public void sync() {
        with(file -> {
            file.force(true);
            return true;
        });
    }

    /**
     * The SHA-256 of its first bytes.
     *
     * @param stop looked at now and then
     * @throws FileException {@link FileFailure#OUT_OF_RANGE} if it has fewer, {@link FileFailure#CANCELLED} if stopped
     */
    public byte[] hash(long bytes, BooleanSupplier stop) {
        checkPosition(bytes, 0);
        ContentHash hash = new ContentHash();
        if (!with(file -> hash.addFrom(file, bytes, stop))) {
            throw new FileException(
                    stop.getAsBoolean() ? FileFailure.CANCELLED : FileFailure.OUT_OF_RANGE,
                    path + " has fewer than " + bytes + " bytes");
        }
        return hash.value();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw FileException.of(e, path.toString());
            } finally {
                if (use != null) {
                    use.close();
                }
            }
        }
    }
}
