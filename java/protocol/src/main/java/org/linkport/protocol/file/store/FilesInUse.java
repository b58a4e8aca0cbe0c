/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who uses which file, so that nobody writes where another reads or writes. A file has any number of readers or one
 * writer, and beside them one that is about to replace it. Any thread; never waits.
 */
final class FilesInUse {
    private static final class Users {
        int readers;
        boolean writer;
        boolean replacer;
    }

    /** How a file is used. */
    enum Way {
        READ,
        WRITE,
        REPLACE
    }

    private final Map<String, Users> files = new HashMap<>();

    /** One use of a file, until it is closed. */
    final class Use implements AutoCloseable {
        private final String file;
        private final Way way;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Use(String file, Way way) {
            this.file = file;
            this.way = way;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                end(file, way);
            }
        }
    }

    /**
     * Begins to use a file.
     *
     * @throws FileException {@link FileFailure#BUSY} if somebody else's use forbids it
     */
    synchronized Use begin(String file, Way way) {
        Users users = files.computeIfAbsent(file, name -> new Users());
        boolean free = switch (way) {
            case READ -> !users.writer;
            case WRITE -> !users.writer && users.readers == 0;
            case REPLACE -> !users.replacer;
        };
        if (!free) {
            throw new FileException(FileFailure.BUSY, file);
        }
        switch (way) {
            case READ -> users.readers++;
            case WRITE -> users.writer = true;
            case REPLACE -> users.replacer = true;
        }
        return new Use(file, way);
    }

    private synchronized void end(String file, Way way) {
        Users users = Objects.requireNonNull(files.get(file), "in use");
        switch (way) {
            case READ -> users.readers--;
            case WRITE -> users.writer = false;
            case REPLACE -> users.replacer = false;
        }
        if (users.readers == 0 && !users.writer && !users.replacer) {
            files.remove(file);
        }
    }

    /** Files in use. */
    synchronized int count() {
        return files.size();
    }
}
