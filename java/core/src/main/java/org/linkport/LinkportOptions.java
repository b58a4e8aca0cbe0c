/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * Options of a {@link Linkport}.
 *
 * @param engine the engine asked for
 * @param workers threads that own links; 1 to 64
 * @param maxLinks links open at once, over all workers; 1 to 1,000,000. At the limit accepting pauses and later
 *     resumes; a place is free shortly after {@link Links} has ceased to count the link, which for a dispatched one may
 *     be before its {@code onClose}
 * @param maxPendingBytes bytes that all links together may have accepted and not yet handed to the system; 0 for no
 *     limit but those of the links, or 1 to 2^50. Beyond it a message is rejected, or ends its link, as
 *     {@link SendOptions#overflow} of that link says; {@code onWritable} does not tell when there is room again. It is
 *     never exceeded. Workers take it in portions, so that the last eighth of it may be refused to one while another
 *     does not use it
 * @param receiveChunkBytes one receive chunk; 1,024 to 1,048,576, a multiple of 1,024
 * @param receiveChunks receive chunks of each worker; 2 to 65,536, at most 2 GiB - 16 KiB in all. On completion ports a
 *     quarter of them is cut into chunks of 4 KiB, in which links that are busy wait for their next message: by default
 *     256 for each worker. Further links, and those whose messages are larger, cost a call of the system more for each
 *     message
 * @param shutdownMillis how long links may take to drain in a shutdown, in milliseconds; 0 to 86,400,000
 * @param name beginning of the workers' thread names
 * @param eachWorker what each worker does at its start and end, where it runs, and how it waits
 */
public record LinkportOptions(
        Engine engine,
        int workers,
        int maxLinks,
        long maxPendingBytes,
        int receiveChunkBytes,
        int receiveChunks,
        int shutdownMillis,
        String name,
        WorkerOptions eachWorker) {
    private static final int RECEIVE_BYTES_MAX = Integer.MAX_VALUE - (16 << 10);

    /** AUTO, one worker for each processor up to eight, 65,535 links, no limit of pending bytes but theirs, 64 chunks of 64 KiB, five seconds. */
    public static final LinkportOptions DEFAULT = new LinkportOptions(
            Engine.AUTO,
            Math.min(Runtime.getRuntime().availableProcessors(), 8),
            65_535,
            0,
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
        if (!eachWorker.affinity().isEmpty()) {
            OptionCheck.range("affinity.size", eachWorker.affinity().size(), workers, workers);
        }
        OptionCheck.range("maxLinks", maxLinks, 1, 1_000_000);
        OptionCheck.range("maxPendingBytes", maxPendingBytes, 0, 1L << 50);
        OptionCheck.range("receiveChunkBytes", receiveChunkBytes, 1_024, 1_048_576);
        OptionCheck.multiple("receiveChunkBytes", receiveChunkBytes, 1_024);
        OptionCheck.range("receiveChunks", receiveChunks, 2, Math.min(65_536, RECEIVE_BYTES_MAX / receiveChunkBytes));
        OptionCheck.range("shutdownMillis", shutdownMillis, 0, 86_400_000);
    }
}
