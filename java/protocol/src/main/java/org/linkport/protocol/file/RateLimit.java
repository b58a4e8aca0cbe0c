/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import org.linkport.protocol.internal.OptionRange;

/**
 * How fast bytes of files may move.
 *
 * @param bytesPerSecond over time; 1,024 to 2^40, or 0 for no limit
 * @param burstBytes that may move at once after a pause; 0 to 2^40
 */
public record RateLimit(long bytesPerSecond, long burstBytes) {
    private static final long MOST = 1L << 40;

    /** As fast as it goes. */
    public static final RateLimit NONE = new RateLimit(0, 0);

    /** Checks both. */
    public RateLimit {
        if (bytesPerSecond != 0) {
            OptionRange.check("bytesPerSecond", bytesPerSecond, 1_024, MOST);
        }
        OptionRange.check("burstBytes", burstBytes, 0, MOST);
    }

    /** So many bytes in each second, and as many as in a quarter of one at once. */
    public static RateLimit of(long bytesPerSecond) {
        return new RateLimit(bytesPerSecond, bytesPerSecond / 4);
    }
}
