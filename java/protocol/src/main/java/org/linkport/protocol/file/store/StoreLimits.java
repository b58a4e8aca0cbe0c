/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import org.linkport.protocol.internal.OptionRange;

/**
 * How much may be stored below a root.
 *
 * @param maxFileBytes the longest file; 0 to 2^63 - 1
 * @param maxStoredBytes all files together, unfinished ones included; 0 to 2^63 - 1, which is no limit. With a limit the
 *     files that are there are added up when the root is opened
 * @param minFreeBytes what is left free of the disk; 0 to 2^63 - 1
 */
public record StoreLimits(long maxFileBytes, long maxStoredBytes, long minFreeBytes) {
    /** No limit but that of the disk. */
    public static final StoreLimits NONE = new StoreLimits(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    /** Checks every range. */
    public StoreLimits {
        OptionRange.check("maxFileBytes", maxFileBytes, 0, Long.MAX_VALUE);
        OptionRange.check("maxStoredBytes", maxStoredBytes, 0, Long.MAX_VALUE);
        OptionRange.check("minFreeBytes", minFreeBytes, 0, Long.MAX_VALUE);
    }
}
