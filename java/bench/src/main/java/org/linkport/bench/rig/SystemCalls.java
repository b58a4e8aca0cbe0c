/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts what a process asks of the kernel, by {@code perf stat}, where that is to be had. */
final class SystemCalls {
    private static final String EVENT = "raw_syscalls:sys_enter";
    private static final int MISSING_TOOL = 127;

    private SystemCalls() {}

    /** For each message of that slice; null where it cannot be counted. */
    static @Nullable Double perMessage(long pid, Supplier<Slice> slice) {
        if (!ToBeHad.YES) {
            return null;
        }
        try {
            Path folder = Files.createTempDirectory("bench");
            try {
                return perMessage(pid, slice, folder);
            } finally {
                for (String file : List.of("tell", "told", "counts")) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It begins and ends when told through a fifo, and says so through another: so that only the slice is counted. */
    private static @Nullable Double perMessage(long pid, Supplier<Slice> slice, Path folder) throws IOException {
        Path tell = folder.resolve("tell");
        Path told = folder.resolve("told");
        Path counts = folder.resolve("counts");
        if (status(List.of("mkfifo", tell.toString(), told.toString())) != 0) {
            return null;
        }
        List<String> command = List.of(
                "perf",
                "stat",
                "-x",
                ",",
                "-o",
                counts.toString(),
                "-e",
                EVENT,
                "-D",
                "-1",
                "-p",
                Long.toString(pid),
                "--control",
                "fifo:" + tell + "," + told);
        Slice counted;
        try (PerfControl perf = new PerfControl(command, tell, told)) {
            if (!perf.tell("enable")) {
                return null;
            }
            counted = slice.get();
            if (!perf.tell("disable")) {
                return null;
            }
        }
        return Files.readAllLines(counts).stream()
                .filter(line -> line.contains(EVENT))
                .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))) / counted.messages())
                .boxed()
                .findFirst()
                .orElse(null);
    }

    /** Found out once. */
    private static final class ToBeHad {
        static final boolean YES = status(List.of("perf", "stat", "-e", EVENT, "true")) == 0;
    }

    private static int status(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return MISSING_TOOL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
