/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;

/**
 * Options of a {@link FileClient}.
 *
 * @param chunkBytes how much of one file is sent before it is another's turn; 1,024 to 2^20
 * @param windowBytes how much of a download may be on its way; 1,024 to 2^26
 * @param rate of all its transfers together
 */
public record FileClientOptions(int chunkBytes, int windowBytes, RateLimit rate) {
    /** 128 KiB at once, a window of 512 KiB, as fast as it goes. */
    public static final FileClientOptions DEFAULT = new FileClientOptions(128 << 10, 512 << 10, RateLimit.NONE);

    /** Checks every range. */
    public FileClientOptions {
        OptionRange.check("chunkBytes", chunkBytes, 1_024, 1 << 20);
        OptionRange.check("windowBytes", windowBytes, 1_024, 1 << 26);
        Objects.requireNonNull(rate, "rate");
    }
}
