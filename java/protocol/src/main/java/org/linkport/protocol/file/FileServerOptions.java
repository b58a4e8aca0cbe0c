/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.Objects;
import org.linkport.protocol.file.store.SyncPolicy;
import org.linkport.protocol.internal.OptionRange;

/**
 * Options of a {@link FileServer}. Its memory is bounded by {@code maxOpenFiles} times {@code windowBytes} and
 * {@code chunkBytes}, whatever the files are.
 *
 * @param maxOpenFiles uploads, downloads and open files of all links together; 1 to 1,000,000
 * @param maxOpenFilesPerLink those of one link; 1 to 1,000,000
 * @param chunkBytes how much of one file is sent before it is another's turn; 1,024 to 2^20
 * @param windowBytes how much of an upload may be on its way; 1,024 to 2^26
 * @param transferRate of each upload or download
 * @param serverRate of all of them together
 * @param sync what must be written down before an upload is acknowledged
 */
public record FileServerOptions(
        int maxOpenFiles,
        int maxOpenFilesPerLink,
        int chunkBytes,
        int windowBytes,
        RateLimit transferRate,
        RateLimit serverRate,
        SyncPolicy sync) {
    /** 128 files, 64 of one link, 128 KiB at once, a window of 256 KiB; no limit of rate; file and name written down. */
    public static final FileServerOptions DEFAULT = new FileServerOptions(
            128, 64, 128 << 10, 256 << 10, RateLimit.NONE, RateLimit.NONE, SyncPolicy.FILE_AND_NAME);

    /** Checks every range. */
    public FileServerOptions {
        OptionRange.check("maxOpenFiles", maxOpenFiles, 1, 1_000_000);
        OptionRange.check("maxOpenFilesPerLink", maxOpenFilesPerLink, 1, 1_000_000);
        OptionRange.check("chunkBytes", chunkBytes, 1_024, 1 << 20);
        OptionRange.check("windowBytes", windowBytes, 1_024, 1 << 26);
        Objects.requireNonNull(transferRate, "transferRate");
        Objects.requireNonNull(serverRate, "serverRate");
        Objects.requireNonNull(sync, "sync");
    }

    /** The same with other limits of open files. */
    public FileServerOptions withOpenFiles(int max, int maxPerLink) {
        return new FileServerOptions(max, maxPerLink, chunkBytes, windowBytes, transferRate, serverRate, sync);
    }

    /** The same with another {@code chunkBytes} and {@code windowBytes}. */
    public FileServerOptions withChunks(int bytes, int window) {
        return new FileServerOptions(maxOpenFiles, maxOpenFilesPerLink, bytes, window, transferRate, serverRate, sync);
    }

    /** The same with other limits of rate. */
    public FileServerOptions withRates(RateLimit ofTransfer, RateLimit ofServer) {
        return new FileServerOptions(
                maxOpenFiles, maxOpenFilesPerLink, chunkBytes, windowBytes, ofTransfer, ofServer, sync);
    }

    /** The same with another {@code sync}. */
    public FileServerOptions withSync(SyncPolicy value) {
        return new FileServerOptions(
                maxOpenFiles, maxOpenFilesPerLink, chunkBytes, windowBytes, transferRate, serverRate, value);
    }
}
