/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A process that is told and asked by lines, and ends with its standard input. */
final class ChildProcess implements AutoCloseable {
    private static final int END_SECONDS = 20;

    private final String name;
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asked;

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
        try {
            asked.write(line);
            asked.newLine();
            asked.flush();
        } catch (IOException e) {
            throw new ServerFailure(name + " takes no commands any more", e);
        }
        return read(expected);
    }

    /** Waits for a line that begins so. */
    Answer read(String expected) {
        try {
            String line = said.readLine();
            if (line == null) {
                throw new ServerFailure(name + " ended, it complained above");
            }
            return Answer.parse(line, expected);
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
