/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;

/** A file of a test, in the folder for temporary files; deleted when it is closed. */
final class TestFile implements AutoCloseable {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Path path;

    private TestFile(Path path) {
        this.path = path;
    }

    static TestFile of(byte[] bytes) throws IOException {
        TestFile file = empty();
        Files.write(file.path, bytes);
        return file;
    }

    /** With a hole from its beginning to {@code offset}, which takes no room on the disk. */
    static TestFile sparse(long offset, byte[] bytes) throws IOException {
        TestFile file = empty();
        Files.delete(file.path);
        try (FileChannel channel = FileChannel.open(
                file.path, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
        return file;
    }

    private static TestFile empty() throws IOException {
        return new TestFile(Files.createTempFile("linkport", ".test"));
    }

    Path path() {
        return path;
    }

    void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Whether this process has it open: by its descriptors, or on Windows by asking for it alone. */
    boolean isOpen() {
        return WINDOWS ? isShared() : hasDescriptor();
    }

    private boolean hasDescriptor() {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.anyMatch(this::isOfThis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOfThis(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(path);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private boolean isShared() {
        try (FileChannel alone = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.READ,
                        option("NOSHARE_READ"),
                        option("NOSHARE_WRITE"),
                        option("NOSHARE_DELETE")))) {
            return !alone.isOpen();
        } catch (FileSystemException shared) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a module that this one does not read. */
    private static OpenOption option(String name) {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return (OpenOption) options.getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(path);
    }
}
