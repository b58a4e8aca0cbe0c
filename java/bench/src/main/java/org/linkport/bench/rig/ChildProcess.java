/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A process that is told and asked by lines, and ends with its standard input. */
final class ChildProcess implements AutoCloseable {
    private static final int END_SECONDS = 20;
    /** One that says nothing for longer is killed: it may not hold up all others. Longer than any wait of the load generator. */
    private static final int ANSWER_SECONDS = 60;

    private static final int SECOND_MILLIS = 1_000;

    /** A rig that is stopped takes them along: one that stands still would not hear the end of its input. */
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "end of children"));
    }

    private final String name;
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asked;
    private final AtomicBoolean overdue = new AtomicBoolean();

    /** Starts it; what it complains about goes to our standard error. */
    ChildProcess(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
        ALIVE.add(process);
        said = process.inputReader(StandardCharsets.US_ASCII);
        asked = process.outputWriter(StandardCharsets.US_ASCII);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Tells it a line and waits for its answer. */
    Answer ask(String line, String expected) {
        return ask(line, expected, 0);
    }

    /** The same, of something that keeps it busy for so long. */
    Answer ask(String line, String expected, int busyMillis) {
        try {
            asked.write(line);
            asked.newLine();
            asked.flush();
        } catch (IOException e) {
            throw new ServerFailure(name + " takes no commands any more", e);
        }
        return read(expected, ANSWER_SECONDS + busyMillis / SECOND_MILLIS);
    }

    /** Waits for a line that begins so. */
    Answer read(String expected) {
        return read(expected, ANSWER_SECONDS);
    }

    private Answer read(String expected, int seconds) {
        @Nullable String line = Watch.over(this::line, seconds, overdue, process::destroyForcibly);
        if (line == null) {
            throw new ServerFailure(
                    overdue.get()
                            ? name + " said nothing for " + seconds + " s and was killed"
                            : name + " ended, it complained above");
        }
        return Answer.parse(line, expected);
    }

    private @Nullable String line() {
        try {
            return said.readLine();
        } catch (IOException e) {
            throw new ServerFailure(name + " cannot be heard", e);
        }
    }

    void signal(Signal signal) {
        try {
            new ProcessBuilder("kill", "-" + signal.name().toUpperCase(Locale.ROOT), Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Signals that the rig sends. */
    enum Signal {
        /** Goes on. */
        CONT,
        /** Stands still. */
        STOP,
        /** As at a terminal. */
        INT
    }

    /** Ends its standard input and waits; one that does not end is killed. */
    @Override
    public void close() {
        try {
            asked.close();
        } catch (IOException e) {
            // It has ended by itself, and was complained about then.
        }
        await();
    }

    /** Waits for its end; kills it if that does not come. */
    void await() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("bench: " + name + " does not end; killed");
                process.destroyForcibly().waitFor();
            }
            ALIVE.remove(process);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
