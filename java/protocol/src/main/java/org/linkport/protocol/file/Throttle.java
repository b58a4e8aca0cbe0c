/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

/** The limits of rate that one transfer is under: its own, and one that it shares. Any thread. */
record Throttle(TokenBucket own, TokenBucket shared) {
    static Throttle of(RateLimit own, TokenBucket shared) {
        return new Throttle(new TokenBucket(own, System::nanoTime), shared);
    }

    /** Bytes have moved; how long the next must wait, in milliseconds. */
    long moved(long bytes) {
        return Math.max(own.take(bytes), shared.take(bytes));
    }
}
