/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the classes of this one, for what a JVM does only once. */
final class OtherJvm {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private OtherJvm() {}

    /**
     * Runs main with that argument to its end. What it printed, which a failure to end tells too. It prints into a pipe: a file
     * may still be open elsewhere when it has ended, as in the host of its console, and Windows deletes no open file.
     */
    static String run(Class<?> main, String argument, String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(main, argument, options))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        boolean ended;
        try {
            ended = process.waitFor(3L * Await.SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        String all = Await.value(printed);
        if (!ended) {
            throw new AssertionError("the other JVM does not end; it printed: " + all);
        }
        return all;
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Class<?> main, String argument, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", WINDOWS ? "java.exe" : "java")
                .toString());
        command.addAll(Wine.jvmOptions());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.add(argument);
        return command;
    }
}
