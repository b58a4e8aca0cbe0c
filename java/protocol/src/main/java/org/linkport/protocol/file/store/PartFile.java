/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A file that comes in from its beginning to its end, beside the name it will have. It has the name at one moment, once
 * it is whole and its hash is what it should be; until then a part survives whatever happens, to go on from. One
 * thread at a time; blocks. Nobody else may have the part of the same name open: the system's locks tell.
 */
public final class PartFile implements AutoCloseable {
    private static final String SUFFIX = ".part";
    private static final int NAME_HASH_BYTES = 16;

    private final RootedDirectory directory;
    private final String name;
    private final String partName;
    private final FileChannel channel;
    private ContentHash hash = new ContentHash();
    private long sizeBytes;

    private PartFile(RootedDirectory directory, String name, String partName, FileChannel channel, long sizeBytes) {
        this.directory = directory;
        this.name = name;
        this.partName = partName;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    /**
     * Opens the part of a file, or begins one.
     *
     * @param directory stays the caller's, open until this is closed
     * @throws FileException {@link FileFailure#BUSY} if somebody has it open
     */
    public static PartFile open(RootedDirectory directory, String name) throws IOException {
        String partName = partName(name);
        FileChannel channel = directory.openFile(
                partName, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            lock(channel, name);
            return new PartFile(directory, name, partName, channel, channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, String name) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new FileException(FileFailure.BUSY, name);
            }
        } catch (OverlappingFileLockException e) {
            throw new FileException(FileFailure.BUSY, name, e);
        }
    }

    /** As long for every name, since one of 255 bytes has no room for more. */
    static String partName(String name) {
        ContentHash hash = new ContentHash();
        hash.add(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
        return ClientPath.OURS + HexFormat.of().formatHex(hash.value(), 0, NAME_HASH_BYTES) + SUFFIX;
    }

    static boolean isPart(String name) {
        return name.startsWith(ClientPath.OURS) && name.endsWith(SUFFIX);
    }

    /** How many bytes there are, from the beginning on. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Reads what is there, which must be done before more is written.
     *
     * @param stop looked at now and then
     * @return false if it was stopped
     */
    public boolean readWhatIsThere(BooleanSupplier stop) throws IOException {
        while (hash.bytes() < sizeBytes) {
            if (!hash.addFrom(channel, sizeBytes, stop)) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                sizeBytes = hash.bytes(); // somebody has cut it
            }
        }
        return true;
    }

    /** The SHA-256 of what is there. */
    public byte[] hash() {
        checkRead();
        return hash.value();
    }

    private void checkRead() {
        if (hash.bytes() != sizeBytes) {
            throw new IllegalStateException("what is there was not read");
        }
    }

    /** Forgets what is there. */
    public void restart() throws IOException {
        channel.truncate(0);
        sizeBytes = 0;
        hash = new ContentHash();
    }

    /** Writes the bytes between position and limit behind those that are there. After an exception, none of them count. */
    public void append(ByteBuffer bytes) throws IOException {
        checkRead();
        int start = bytes.position();
        long end = sizeBytes;
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        bytes.position(start);
        hash.add(bytes);
        bytes.position(bytes.limit());
        sizeBytes = end;
    }

    /**
     * Gives the file its name, in place of what has it, and closes this. The part is deleted if the hash is another one,
     * and stays after any other failure.
     *
     * @param modifiedMillis when it counts as changed, in milliseconds since 1970; negative for now
     * @throws FileException {@link FileFailure#HASH_MISMATCH}, {@link FileFailure#EXISTS} if it must not replace anything
     */
    public void complete(byte[] expectedHash, boolean replaces, long modifiedMillis, SyncPolicy sync)
            throws IOException {
        if (!MessageDigest.isEqual(hash(), expectedHash)) {
            discard();
            throw new FileException(FileFailure.HASH_MISMATCH, name);
        }
        channel.truncate(sizeBytes); // a write that failed may have left more
        if (sync != SyncPolicy.NONE) {
            channel.force(true);
        }
        channel.close();
        FileEntry there = directory.entry(name);
        if (there != null && there.kind() == FileEntry.Kind.DIRECTORY) {
            throw new FileException(FileFailure.NOT_A_FILE, name);
        } else if (there != null && !replaces) {
            throw new FileException(FileFailure.EXISTS, name);
        }
        if (modifiedMillis >= 0) {
            directory.setModified(partName, modifiedMillis);
        }
        directory.replace(partName, name);
        if (sync == SyncPolicy.FILE_AND_NAME) {
            directory.sync();
        }
    }

    /** Closes and deletes it. */
    public void discard() throws IOException {
        channel.close();
        directory.deleteFile(partName);
    }

    /** Closes it; what is there stays, to go on from. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                channel.truncate(sizeBytes);
            }
        }
    }
}
