/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is open. What is done here is done to entries of this very directory, and never to what a link among
 * them leads to. The names are checked before. Any thread; blocks.
 */
public abstract class RootedDirectory implements AutoCloseable {
    private final Path path;

    RootedDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens a directory that the program names, links in its path included.
     *
     * @throws IOException if it is none, or the system refuses
     */
    @SuppressWarnings("StreamResourceLeak") // the directory has it and closes it
    public static RootedDirectory open(Path directory) throws IOException {
        Path real = directory.toRealPath();
        DirectoryStream<Path> stream = Files.newDirectoryStream(real);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectory(real, secure);
        }
        stream.close();
        return new CheckedDirectory(real);
    }

    /** Where it was when it was opened. */
    final Path path() {
        return path;
    }

    /** Where an entry is, for who needs a path. Who uses it follows what is there then. */
    final Path pathOf(String name) {
        return path.resolve(name);
    }

    /** The directory of that name in this one. */
    abstract RootedDirectory enter(String name) throws IOException;

    /** Opens a regular file, or makes one, as the options say. */
    abstract FileChannel open(String name, Set<? extends OpenOption> options) throws IOException;

    /** What there is under that name, a link itself; null if there is nothing. */
    abstract @Nullable FileEntry entry(String name) throws IOException;

    abstract void deleteFile(String name) throws IOException;

    abstract void deleteDirectory(String name) throws IOException;

    abstract void makeDirectory(String name) throws IOException;

    /** Gives an entry another name at one moment, in place of what has that name. */
    abstract void replace(String from, String to) throws IOException;

    /** Has an entry, no link, count as changed then, in milliseconds since 1970. */
    abstract void setModified(String name, long millis) throws IOException;

    /** Every name in no order, our own included. */
    abstract void forEachName(Consumer<String> each) throws IOException;

    /** Has the system write down which entries there are, where that can be asked for. */
    abstract void sync() throws IOException;

    /** Like {@link #open}, but never of what is no regular file: to open a pipe would wait for its other side. */
    final FileChannel openFile(String name, Set<? extends OpenOption> options) throws IOException {
        FileEntry there = entry(name);
        if (there != null && there.kind() != FileEntry.Kind.FILE) {
            FileFailure why = there.kind() == FileEntry.Kind.OTHER ? FileFailure.INVALID_PATH : FileFailure.NOT_A_FILE;
            throw new FileException(why, name);
        }
        return open(name, options);
    }

    @Override
    public abstract void close() throws IOException;
}
