/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.SendFile;

/** A file that links send from. Its handle lives until it was closed and the last send from it has ended. Any thread. */
final class OpenFile implements SendFile {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final EngineRuntime runtime;
    private final Path path;
    private final EngineFile file;
    private final AtomicInteger sends =
            new AtomicInteger(); // those that have not ended; the sign bit says that it is closed

    OpenFile(EngineRuntime runtime, Path path, EngineFile file) {
        this.runtime = runtime;
        this.path = path;
        this.file = file;
    }

    boolean isOf(EngineRuntime other) {
        return runtime == other;
    }

    /** A send begins. */
    void take() {
        int seen;
        do {
            seen = sends.get();
            if (seen < 0) {
                throw closed();
            }
        } while (!sends.compareAndSet(seen, seen + 1));
    }

    private IllegalStateException closed() {
        return new IllegalStateException("this file is closed: " + path);
    }

    /** A send has ended. */
    void give() {
        if (sends.decrementAndGet() == CLOSED) {
            closeHandle();
        }
    }

    @Override
    public void close() {
        int before = sends.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            closeHandle();
        }
    }

    private void closeHandle() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path + " failed", e);
        }
    }

    EngineFile file() {
        return file;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long sizeBytes() throws IOException {
        take(); // the handle must not go away meanwhile
        try {
            return file.sizeBytes();
        } finally {
            give();
        }
    }

    @Override
    public String toString() {
        return "SendFile[" + path + "]";
    }
}
