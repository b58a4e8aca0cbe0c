/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.Linkport;

/**
 * Promise 12 with a native library that is missing, foreign, or cannot be extracted: each attempt is told, and AUTO goes
 * on. A JVM loads the library once, so each case is a JVM of its own; where the platform has no IOCP that is the cause.
 */
class LoadingTest {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("loading");
    }

    /** Windows may hold on to the files of a process for a moment after its end. */
    @AfterEach
    void deleteDirectory() {
        Await.until("every file can be deleted", () -> deleteAll(directory));
    }

    private static boolean deleteAll(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the other JVM runs: opens the engine it is told to and prints which it got, or why none. */
    static final class Open {
        private Open() {}

        public static void main(String[] args) {
            try (Linkport port =
                    Linkport.builder().engine(Engine.valueOf(args[0])).open()) {
                System.out.println("engine=" + port.engine());
            } catch (EngineUnavailableException e) {
                System.out.println("unavailable: " + e.getMessage());
            }
        }
    }

    private String open(Engine engine, String property) throws IOException, InterruptedException {
        return OtherJvm.run(
                Open.class, engine.name(), property, "-Dorg.slf4j.simpleLogger.log.org.linkport.Linkport=info");
    }

    private static void checkNames(String output, String onWindows) {
        assertTrue(output.contains(WINDOWS ? onWindows : "IOCP needs Windows"), output);
    }

    @Test
    void shouldNameAMissingLibrary() throws Exception {
        Path missing = directory.resolve("missing.dll");
        String output = open(Engine.IOCP, "-Dlinkport.native.path=" + missing);
        checkNames(output, missing.toString());
        assertTrue(output.startsWith("unavailable: "), output);
    }

    @Test
    void shouldNameAFileThatIsNoLibrary() throws Exception {
        Path foreign = Files.writeString(directory.resolve("foreign.dll"), "not a library");
        checkNames(open(Engine.IOCP, "-Dlinkport.native.path=" + foreign), foreign.toString());
    }

    @Test
    void shouldSayThatALibraryIsNotOurs() throws Exception {
        Path foreign = Path.of(System.getenv().getOrDefault("SystemRoot", "/"), "system32", "ws2_32.dll");
        String output = open(Engine.IOCP, "-Dlinkport.native.path=" + foreign);
        checkNames(output, "not a library of this version");
        assertTrue(output.startsWith("unavailable: "), output);
    }

    @Test
    void shouldNameACacheThatCannotBeUsed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        String output = open(Engine.IOCP, "-Dlinkport.native.cache=" + file);
        checkNames(output, "cannot use the cache directory " + file);
        checkNames(output, "library path: "); // the attempt before it is told too
    }

    @Test
    void shouldExtractToACacheOfItsOwn() throws Exception {
        Path cache = directory.resolve("cache");
        String output = open(Engine.AUTO, "-Dlinkport.native.cache=" + cache);
        assertTrue(output.contains(WINDOWS ? "engine=IOCP" : "engine=NIO"), output);
        assertEquals(WINDOWS, Files.isDirectory(cache));
    }

    @Test
    void shouldGoOnWithNioAndSayWhyInOneLine() throws Exception {
        Path missing = directory.resolve("missing.dll");
        String output = open(Engine.AUTO, "-Dlinkport.native.path=" + missing);
        assertTrue(output.contains("engine=NIO"), output);
        checkNames(output, missing.toString());
        assertEquals(
                1,
                output.lines().filter(line -> line.contains("is not available")).count(),
                output);
    }
}
