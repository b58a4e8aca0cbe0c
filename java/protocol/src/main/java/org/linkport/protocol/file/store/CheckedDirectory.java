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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory by its path, where the system has nothing better (Windows). Before each use the path is proved to lead to
 * itself: no link, junction or short name in it. Who can write below the root by other ways than ours could still
 * exchange a directory for a link in between.
 */
final class CheckedDirectory extends RootedDirectory {
    /** @param path a real one */
    CheckedDirectory(Path path) {
        super(path);
    }

    private Path checked(String name) throws IOException {
        checkReal(path(), name);
        return pathOf(name);
    }

    /** The real path of what a path names has the same names, letter by letter but for their case. */
    private static void checkReal(Path path, String name) throws IOException {
        if (!path.toRealPath().toString().equalsIgnoreCase(path.toString())) {
            throw new FileException(
                    FileFailure.INVALID_PATH, "there is a link, or another name, in the path of " + name);
        }
    }

    @Override
    RootedDirectory enter(String name) throws IOException {
        FileEntry there = entry(name);
        if (there == null) {
            throw new NoSuchFileException(name);
        } else if (there.kind() != FileEntry.Kind.DIRECTORY) {
            boolean file = there.kind() == FileEntry.Kind.FILE;
            throw new FileException(file ? FileFailure.NOT_A_DIRECTORY : FileFailure.INVALID_PATH, name);
        }
        return new CheckedDirectory(pathOf(name));
    }

    @Override
    FileChannel open(String name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        Path file = checked(name);
        FileChannel channel = FileChannel.open(file, all);
        try {
            checkReal(file, name);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    @Nullable
    FileEntry entry(String name) throws IOException {
        try {
            Path file = checked(name);
            FileEntry found = FileEntry.of(
                    name, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            if (found.kind() != FileEntry.Kind.OTHER) {
                checkReal(file, name);
            }
            return found;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    void setModified(String name, long millis) throws IOException {
        Files.setLastModifiedTime(checked(name), FileTime.fromMillis(millis));
    }

    @Override
    void deleteFile(String name) throws IOException {
        Files.delete(checked(name));
    }

    @Override
    void deleteDirectory(String name) throws IOException {
        Files.delete(checked(name));
    }

    @Override
    void makeDirectory(String name) throws IOException {
        Files.createDirectory(checked(name));
    }

    @Override
    void replace(String from, String to) throws IOException {
        Files.move(checked(from), pathOf(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    void forEachName(Consumer<String> each) throws IOException {
        checkReal(path(), "");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path())) {
            entries.forEach(entry -> each.accept(entry.getFileName().toString()));
        }
    }

    /** A directory cannot be opened to be written down here; its entries are in the journal of the file system. */
    @Override
    void sync() {
        // nothing to ask for
    }

    @Override
    public void close() {
        // nothing is open
    }
}
