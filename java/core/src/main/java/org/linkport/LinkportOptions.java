/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * Options of a {@link Linkport}.
 *
 * @param engine the engine asked for
 * @param workers threads that own links; 1 to 64
 * @param maxLinks links open at once, over all workers; 1 to 1,000,000. At the limit accepting pauses and later
 *     resumes; a place is free shortly after {@code onClose} has returned
 * @param receiveChunkBytes one receive chunk; 1,024 to 1,048,576, a multiple of 1,024
 * @param receiveChunks receive chunks of each worker; 2 to 65,536, at most 2 GiB - 16 KiB in all
 * @param shutdownMillis how long links may take to drain in a shutdown, in milliseconds; 0 to 86,400,000
 * @param name beginning of the workers' thread names
 * @param eachWorker what each worker does at its start and end
 */
public record LinkportOptions(
        Engine engine,
        int workers,
        int maxLinks,
        int receiveChunkBytes,
        int receiveChunks,
        int shutdownMillis,
        String name,
        WorkerOptions eachWorker) {
    private static final int RECEIVE_BYTES_MAX = Integer.MAX_VALUE - (16 << 10);

    /** AUTO, one worker for each processor up to eight, 65,535 links, 64 chunks of 64 KiB, five seconds. */
    public static final LinkportOptions DEFAULT = new LinkportOptions(
            Engine.AUTO,
            Math.min(Runtime.getRuntime().availableProcessors(), 8),
            65_535,
            64 << 10,
            64,
            5_000,
            "linkport",
            WorkerOptions.DEFAULT);

    /** Checks every range. */
    public LinkportOptions {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(eachWorker, "eachWorker");
        OptionCheck.range("workers", workers, 1, 64);
        OptionCheck.range("maxLinks", maxLinks, 1, 1_000_000);
        OptionCheck.range("receiveChunkBytes", receiveChunkBytes, 1_024, 1_048_576);
        OptionCheck.multiple("receiveChunkBytes", receiveChunkBytes, 1_024);
        OptionCheck.range("receiveChunks", receiveChunks, 2, Math.min(65_536, RECEIVE_BYTES_MAX / receiveChunkBytes));
        OptionCheck.range("shutdownMillis", shutdownMillis, 0, 86_400_000);
    }
}
