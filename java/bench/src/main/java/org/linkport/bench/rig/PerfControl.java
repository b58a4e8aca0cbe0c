/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A {@code perf stat} that counts only between two words through a fifo, each of which it acknowledges through another. */
final class PerfControl implements AutoCloseable {
    private static final int ANSWER_SECONDS = 20;

    private final AtomicBoolean overdue = new AtomicBoolean();
    private final RandomAccessFile tell;
    private final RandomAccessFile told;
    private final Process perf;

    /** Opened for both directions, a fifo does not wait for its other end. */
    PerfControl(List<String> command, Path tell, Path told) throws IOException {
        this.tell = new RandomAccessFile(tell.toFile(), "rw");
        this.told = new RandomAccessFile(told.toFile(), "rw");
        perf = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** False if it does not listen. */
    boolean tell(String word) throws IOException {
        tell.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
        Watch.over(this::answer, ANSWER_SECONDS, overdue, this::end);
        return !overdue.get();
    }

    private @Nullable String answer() {
        try {
            return told.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer that does not come is ours: this end of the fifo never sees the other one close. */
    private void end() {
        perf.destroyForcibly();
        try {
            told.writeBytes("overdue\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it write its counts. */
    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(perf.pid()))
                    .start()
                    .waitFor();
            perf.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            tell.close();
            told.close();
        }
    }
}
