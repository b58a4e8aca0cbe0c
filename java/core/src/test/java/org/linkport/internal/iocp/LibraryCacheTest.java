/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks the extraction of the library: changed files, races of processes, directories that cannot be used, litter. */
class LibraryCacheTest {
    private static final byte[] LIBRARY = {1, 2, 3, 4};

    @TempDir
    Path directory;

    @Test
    void shouldExtractOnceAndReuse() throws IOException {
        Path first = LibraryCache.open(directory).extract(LIBRARY);
        Files.setLastModifiedTime(first, FileTime.fromMillis(1_000));
        Path second = LibraryCache.open(directory).extract(LIBRARY);
        assertEquals(first, second);
        assertArrayEquals(LIBRARY, Files.readAllBytes(second));
        assertEquals(1_000, Files.getLastModifiedTime(second).toMillis(), "it was written again");
    }

    @Test
    void shouldKeepVersionsApart() throws IOException {
        LibraryCache cache = LibraryCache.open(directory);
        assertNotEquals(cache.extract(LIBRARY), cache.extract(new byte[] {5}));
    }

    @Test
    void shouldRefuseAFileThatWasChanged() throws IOException {
        Path file = LibraryCache.open(directory).extract(LIBRARY);
        Files.write(file, new byte[] {6, 6, 6});
        IOException refused = assertThrows(
                IOException.class, () -> LibraryCache.open(directory).extract(LIBRARY));
        assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
        assertTrue(refused.getMessage().contains("delete it"), refused::getMessage);
    }

    @Test
    void shouldSayWhichDirectoryCannotBeUsedAndWhatToSet() throws IOException {
        Path file = Files.createFile(directory.resolve("a file"));
        IOException refused = assertThrows(IOException.class, () -> LibraryCache.open(file));
        assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
        assertTrue(refused.getMessage().contains(NativeLibrary.CACHE), refused::getMessage);
    }

    @Test
    void shouldLetOnlyTheOwnerWrite() throws IOException {
        LibraryCache.open(directory).extract(LIBRARY);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test
    void shouldSurviveARaceAndLeaveNothingElse() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(8);
        List<Future<Path>> files = IntStream.range(0, 8)
                .mapToObj(
                        i -> processes.submit(() -> LibraryCache.open(directory).extract(LIBRARY)))
                .toList();
        for (Future<Path> file : files) {
            assertArrayEquals(LIBRARY, Files.readAllBytes(file.get()));
        }
        processes.shutdown();
        try (Stream<Path> left = Files.walk(directory)) {
            assertEquals(1, left.filter(Files::isRegularFile).count(), "files left");
        }
    }
}
