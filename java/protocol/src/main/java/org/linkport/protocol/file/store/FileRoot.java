/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory, and everything below it, that peers may name files in. No path of theirs leads anywhere else: its names are
 * checked by the rules of {@link ClientPath}, each is looked up in the directory before it, and no link is followed, not
 * even one that leads back. Where the system has the calls (Linux, macOS), this holds whatever others do below the root at
 * the same time. All methods block. Any thread.
 */
public final class FileRoot {
    private final Path path;
    private final boolean foldsCase;
    private final StoreLimits limits;
    private final DiskQuota quota;
    private final FilesInUse inUse = new FilesInUse();

    /**
     * Some of the names in a directory, in the order of {@link String#compareTo}.
     *
     * @param hasMore whether there are others behind the last one
     */
    public record Page(List<FileEntry> entries, boolean hasMore) {
        /** Copies the entries. */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    private FileRoot(Path path, StoreLimits limits, boolean foldsCase, DiskQuota quota) {
        this.path = path;
        this.limits = limits;
        this.foldsCase = foldsCase;
        this.quota = quota;
    }

    /**
     * Opens a root without limits.
     *
     * @throws IOException if it is no directory, or the system refuses
     */
    public static FileRoot open(Path directory) throws IOException {
        return open(directory, StoreLimits.NONE);
    }

    /**
     * Opens a root.
     *
     * @throws IOException if it is no directory, or the system refuses
     */
    public static FileRoot open(Path directory, StoreLimits limits) throws IOException {
        try (RootedDirectory root = RootedDirectory.open(directory)) {
            FileStore disk = Files.getFileStore(root.path());
            long used = limits.maxStoredBytes() == Long.MAX_VALUE ? 0 : storedBytes(root.path());
            return new FileRoot(
                    root.path(), limits, root instanceof CheckedDirectory, new DiskQuota(disk, limits, used));
        }
    }

    private static long storedBytes(Path root) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                sum.addAndGet(found.isRegularFile() ? found.size() : 0);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it has gone, or is none that we could write
            }
        });
        return sum.get();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What may be stored. */
    public StoreLimits limits() {
        return limits;
    }

    DiskQuota quota() {
        return quota;
    }

    /** Bytes stored or reserved below it, as far as this knows; see {@link StoreLimits#maxStoredBytes}. */
    public long usedBytes() {
        return quota.usedBytes();
    }

    /** Files that somebody reads or writes through this. */
    public int filesInUse() {
        return inUse.count();
    }

    FilesInUse.Use use(ClientPath file, FilesInUse.Way way) {
        String name = file.toString();
        return inUse.begin(foldsCase ? name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : name, way);
    }

    /**
     * Opens a directory below, which the caller closes.
     *
     * @throws FileException if there is none, or a link in the path
     */
    public RootedDirectory directory(ClientPath directory) {
        return descend(directory, RootedDirectory::enter);
    }

    /** One step down. */
    private interface Step {
        RootedDirectory from(RootedDirectory above, String name) throws IOException;
    }

    private RootedDirectory descend(ClientPath directory, Step step) {
        try {
            RootedDirectory at = RootedDirectory.open(path);
            for (String name : directory.names()) {
                try (RootedDirectory above = at) {
                    at = step.from(above, name);
                }
            }
            return at;
        } catch (IOException e) {
            throw FileException.of(e, directory.toString());
        }
    }

    /**
     * What a path names.
     *
     * @throws FileException {@link FileFailure#NOT_FOUND} if it is nothing
     */
    public FileEntry entry(ClientPath file) {
        if (file.isRoot()) {
            return new FileEntry("", FileEntry.Kind.DIRECTORY, 0, 0);
        }
        return in(file, directory -> found(directory, file));
    }

    static FileEntry found(RootedDirectory directory, ClientPath file) throws IOException {
        FileEntry found = directory.entry(file.name());
        if (found == null) {
            throw new FileException(FileFailure.NOT_FOUND, file.toString());
        }
        return found;
    }

    /** Something to do in a directory. */
    interface Action<T> {
        T in(RootedDirectory directory) throws IOException;
    }

    /** Does something in the directory of a file. */
    <T> T in(ClientPath file, Action<T> action) {
        file.name();
        try (RootedDirectory directory = directory(file.parent())) {
            return action.in(directory);
        } catch (IOException e) {
            throw FileException.of(e, file.toString());
        }
    }

    /**
     * The names in a directory that come behind {@code after}, at most {@code max} of them; what no peer could name is left
     * out. Takes memory for {@code max} names, however many there are.
     */
    public Page list(ClientPath directory, String after, int max) {
        PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
        try (RootedDirectory opened = directory(directory)) {
            opened.forEachName(name -> {
                if (name.compareTo(after) > 0 && canBeNamed(name)) {
                    first.add(name);
                    if (first.size() > max + 1) {
                        first.remove();
                    }
                }
            });
            boolean more = first.size() > max;
            List<String> names = first.stream().sorted().limit(max).toList();
            List<FileEntry> entries = new ArrayList<>();
            for (String name : names) {
                FileEntry entry = opened.entry(name);
                if (entry != null) { // it is still there
                    entries.add(entry);
                }
            }
            return new Page(entries, more);
        } catch (IOException e) {
            throw FileException.of(e, directory.toString());
        }
    }

    private static boolean canBeNamed(String name) {
        try {
            ClientPath.checkName(name);
            return true;
        } catch (FileException e) {
            return false;
        }
    }

    /** Makes a directory, and those above it. Those that are there already are no failure. */
    public void makeDirectories(ClientPath directory) {
        RootedDirectory lowest = descend(directory, FileRoot::enterOrMake);
        try {
            lowest.close();
        } catch (IOException e) {
            throw FileException.of(e, directory.toString());
        }
    }

    private static RootedDirectory enterOrMake(RootedDirectory above, String name) throws IOException {
        FileEntry there = above.entry(name);
        if (there == null) {
            try {
                above.makeDirectory(name);
            } catch (FileAlreadyExistsException e) {
                // somebody else was faster
            }
        } else if (there.kind() != FileEntry.Kind.DIRECTORY) {
            throw new FileException(FileFailure.NOT_A_DIRECTORY, name);
        }
        return above.enter(name);
    }

    /**
     * Deletes a file, or an empty directory.
     *
     * @throws FileException {@link FileFailure#BUSY} if somebody writes it
     */
    public void delete(ClientPath file) {
        FilesInUse.Use use = use(file, FilesInUse.Way.READ);
        try {
            in(file, directory -> deleteEntry(directory, file));
        } finally {
            use.close();
        }
    }

    private FileEntry deleteEntry(RootedDirectory directory, ClientPath file) throws IOException {
        FileEntry there = found(directory, file);
        if (there.kind() == FileEntry.Kind.DIRECTORY) {
            directory.deleteDirectory(file.name());
        } else {
            directory.deleteFile(file.name());
            quota.reserve(-there.sizeBytes(), file.toString());
        }
        return there;
    }
}
