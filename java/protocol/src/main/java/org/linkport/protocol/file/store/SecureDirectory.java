/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory by its descriptor, where the system has calls that are relative to one: whatever is moved or linked about
 * meanwhile, it remains the same directory.
 */
final class SecureDirectory extends RootedDirectory {
    private final SecureDirectoryStream<Path> stream;

    SecureDirectory(Path path, SecureDirectoryStream<Path> stream) {
        super(path);
        this.stream = stream;
    }

    @Override
    RootedDirectory enter(String name) throws IOException {
        FileEntry there = entry(name);
        if (there == null) {
            throw new NoSuchFileException(name);
        } else if (there.kind() != FileEntry.Kind.DIRECTORY) { // and if it becomes a link now, it is not followed
            boolean file = there.kind() == FileEntry.Kind.FILE;
            throw new FileException(file ? FileFailure.NOT_A_DIRECTORY : FileFailure.INVALID_PATH, name);
        }
        return new SecureDirectory(pathOf(name), stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    FileChannel open(String name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return (FileChannel) stream.newByteChannel(Path.of(name), all);
    }

    @Override
    @Nullable
    FileEntry entry(String name) throws IOException {
        try {
            return FileEntry.of(name, view(name).readAttributes());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private BasicFileAttributeView view(String name) {
        return stream.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    void setModified(String name, long millis) throws IOException {
        view(name).setTimes(FileTime.fromMillis(millis), null, null);
    }

    @Override
    void deleteFile(String name) throws IOException {
        stream.deleteFile(Path.of(name));
    }

    @Override
    void deleteDirectory(String name) throws IOException {
        stream.deleteDirectory(Path.of(name));
    }

    /** The one thing that Java cannot do relative to a descriptor; at worst an empty directory appears elsewhere. */
    @Override
    void makeDirectory(String name) throws IOException {
        Files.createDirectory(pathOf(name));
    }

    @Override
    void replace(String from, String to) throws IOException {
        stream.move(Path.of(from), stream, Path.of(to));
    }

    @Override
    void forEachName(Consumer<String> each) throws IOException {
        try (DirectoryStream<Path> own = stream.newDirectoryStream(Path.of("."))) { // each can be read once
            own.forEach(entry -> each.accept(entry.getFileName().toString()));
        }
    }

    @Override
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
