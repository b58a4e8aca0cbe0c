/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end: what it said, on both streams, and its exit code. */
record Ran(int exitCode, String output) {
    private static final int LIMIT_SECONDS = 240;

    static Ran program(List<String> words) throws IOException, InterruptedException {
        // To a file: pipes between Windows programs under Wine lose their ends.
        Path output = Files.createTempFile("ran", ".out");
        output.toFile().deleteOnExit(); // and not before: Windows keeps what a program leaves open for a moment
        Process process = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            fail(words + " runs for more than " + LIMIT_SECONDS + " s: " + text(output));
        }
        return new Ran(process.exitValue(), text(output));
    }

    private static File nothing() {
        return new File(isWindows() ? "NUL" : "/dev/null");
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static String text(Path output) throws IOException {
        return new String(Files.readAllBytes(output), Charset.defaultCharset());
    }

    static Ran program(String... words) throws IOException, InterruptedException {
        return program(List.of(words));
    }

    /** The JVM of this test with a jar. */
    static Ran jar(Path jar, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(java(), "-jar", jar.toString()));
        all.addAll(List.of(words));
        return program(all);
    }

    static String java() {
        String file = isWindows() ? "java.exe" : "java";
        return Path.of(System.getProperty("java.home"), "bin", file).toString();
    }

    Ran expect(int code) {
        assertTrue(exitCode == code, () -> "exit code " + exitCode + " and not " + code + ": " + output);
        return this;
    }

    Ran says(String part) {
        assertTrue(output.contains(part), () -> "'" + part + "' is not in: " + output);
        return this;
    }
}
