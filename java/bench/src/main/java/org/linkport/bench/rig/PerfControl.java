/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@code perf stat} that counts only between two words through a fifo, each of which it acknowledges through another. */
final class PerfControl implements AutoCloseable {
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

    void tell(String word) throws IOException {
        tell.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
        told.readLine();
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
