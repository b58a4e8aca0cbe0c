/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.SendFile;

/** A file that is open to be read and to be sent by links. Any thread. */
public final class ReadableFile implements AutoCloseable {
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final String name;
    private final FileChannel channel;
    private final SendFile sendFile;
    private final long sizeBytes;
    private final long modifiedMillis;
    private final FilesInUse.@Nullable Use use;

    private ReadableFile(
            String name, FileChannel channel, SendFile sendFile, FileEntry entry, FilesInUse.@Nullable Use use)
            throws IOException {
        this.name = name;
        this.channel = channel;
        this.sendFile = sendFile;
        this.sizeBytes = channel.size();
        this.modifiedMillis = entry.modifiedMillis();
        this.use = use;
    }

    /**
     * Opens a file below a root, which nobody writes to by this root until it is closed. Blocks.
     *
     * @throws FileException if there is none, or it is none to be read
     */
    public static ReadableFile open(FileRoot root, ClientPath path, Linkport port) {
        FilesInUse.Use use = root.use(path, FilesInUse.Way.READ);
        try {
            return root.in(path, directory -> open(directory, path, port, use));
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
    }

    private static ReadableFile open(RootedDirectory directory, ClientPath path, Linkport port, FilesInUse.Use use)
            throws IOException {
        FileChannel channel = directory.openFile(path.name(), READ);
        SendFile sendFile = null;
        try {
            FileEntry entry = FileRoot.found(directory, path);
            Path file = directory.pathOf(path.name());
            Object before = identity(file);
            sendFile = port.openFile(file);
            // What is sent is opened by its path: the path must lead to the same file before and after.
            boolean same = file.toRealPath().toString().equalsIgnoreCase(file.toString());
            if (!same || !Objects.equals(before, identity(file))) {
                throw new FileException(FileFailure.INVALID_PATH, path.toString());
            }
            return new ReadableFile(path.toString(), channel, sendFile, entry, use);
        } catch (IOException | RuntimeException e) {
            closeBoth(channel, sendFile);
            throw e;
        }
    }

    private static void closeBoth(FileChannel channel, @Nullable SendFile sendFile) throws IOException {
        if (sendFile != null) {
            sendFile.close();
        }
        channel.close();
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Opens a file that the program names. Blocks.
     *
     * @throws FileException if there is none, or it is none to be read
     */
    public static ReadableFile open(Path file, Linkport port) {
        String name = file.toString();
        try {
            FileChannel channel = FileChannel.open(file, READ);
            SendFile sendFile = null;
            try {
                sendFile = port.openFile(file);
                FileEntry entry = FileEntry.of(name, Files.readAttributes(file, BasicFileAttributes.class));
                return new ReadableFile(name, channel, sendFile, entry, null);
            } catch (IOException | RuntimeException e) {
                closeBoth(channel, sendFile);
                throw e;
            }
        } catch (IOException e) {
            throw FileException.of(e, name);
        }
    }

    /** As its client, or the program, calls it. */
    public String name() {
        return name;
    }

    /** Reads it. */
    public FileChannel channel() {
        return channel;
    }

    /** Sends it. */
    public SendFile sendFile() {
        return sendFile;
    }

    /** How long it was when it was opened. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** When it had been changed last, in milliseconds since 1970. */
    public long modifiedMillis() {
        return modifiedMillis;
    }

    @Override
    public void close() {
        sendFile.close();
        if (use != null) {
            use.close();
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw FileException.of(e, name);
        }
    }
}
