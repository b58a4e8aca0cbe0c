/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.function.LongSupplier;

/**
 * Holds a {@link RateLimit}: bytes are taken when they have moved, as many as there were, and the next wait until the debt
 * is paid. Any thread.
 */
final class TokenBucket {
    private static final double SECOND_NANOS = 1e9;

    private final RateLimit limit;
    private final LongSupplier nanoClock;
    private double tokens;
    private long filledAtNanos;

    TokenBucket(RateLimit limit, LongSupplier nanoClock) {
        this.limit = limit;
        this.nanoClock = nanoClock;
        this.tokens = limit.burstBytes();
        this.filledAtNanos = nanoClock.getAsLong();
    }

    /** Takes them; how long whoever did must wait before it moves more, in milliseconds. */
    synchronized long take(long bytes) {
        if (limit.bytesPerSecond() == 0) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        double earned = (double) (now - filledAtNanos) * (double) limit.bytesPerSecond() / SECOND_NANOS;
        tokens = Math.min((double) limit.burstBytes(), tokens + earned) - bytes;
        filledAtNanos = now;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * 1_000 / (double) limit.bytesPerSecond());
    }
}
