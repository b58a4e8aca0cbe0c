/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that links send from, opened by {@link Linkport#openFile}: any number of regions of it, on any number of links,
 * at once. See {@link Link#send(SendFile, long, long, Link.SendCallback)}. Others may read, write, rename and delete the
 * file meanwhile, as far as the system lets them. Any thread may call any method.
 */
public interface SendFile extends AutoCloseable {
    /** What a region counts as among the pending bytes of its link, however long it is: it takes no memory but that. */
    int PENDING_BYTES = 1_024;

    /** What it was opened by. */
    Path path();

    /**
     * How many bytes the file has now.
     *
     * @throws IllegalStateException after {@link #close}
     */
    long sizeBytes() throws IOException;

    /**
     * No send takes it from here on. Those that were accepted go on; the system's handle is given back when the last of
     * them has ended, before its callback is called, and at once if there is none. Idempotent; needs no open
     * {@link Linkport}.
     */
    @Override
    void close();
}
