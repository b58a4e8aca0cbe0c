/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the classes of this one, for what a JVM does only once. */
final class OtherJvm {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private OtherJvm() {}

    /** Runs main with that argument to its end. What it printed, which a failure to end tells too. */
    static String run(Class<?> main, String argument, Path output, String... properties)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(main, argument, properties))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(Await.SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended) {
            throw new AssertionError("the other JVM does not end; it printed: " + printed);
        }
        return printed;
    }

    private static List<String> command(Class<?> main, String argument, String... properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", WINDOWS ? "java.exe" : "java")
                .toString());
        command.addAll(Wine.jvmOptions());
        command.addAll(List.of(properties));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.add(argument);
        return command;
    }
}
