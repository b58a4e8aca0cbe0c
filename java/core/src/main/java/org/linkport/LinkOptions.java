/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * Options of a link, given to the listener or the connect that makes it.
 *
 * @param noDelay TCP_NODELAY: send at once instead of waiting to fill segments (on by default)
 * @param highWaterBytes pending bytes above which {@code send} answers {@code CONGESTED}; 1 to 2^40
 * @param lowWaterBytes pending bytes at which {@code onWritable} follows; 0 to {@code highWaterBytes}
 * @param maxPendingBytes pending bytes that no message may exceed; {@code highWaterBytes} to 2^40
 * @param drainMillis how long a graceful close may take, in milliseconds; 1 to 86,400,000
 */
public record LinkOptions(
        boolean noDelay, long highWaterBytes, long lowWaterBytes, long maxPendingBytes, int drainMillis) {
    private static final long BYTES_MAX = 1L << 40;

    /** No delay, water marks at 128 KiB and 64 KiB, at most 64 MiB pending, five seconds to drain. */
    public static final LinkOptions DEFAULT = new LinkOptions(true, 128 << 10, 64 << 10, 64 << 20, 5_000);

    /** Checks every range. */
    public LinkOptions {
        OptionCheck.range("highWaterBytes", highWaterBytes, 1, BYTES_MAX);
        OptionCheck.range("lowWaterBytes", lowWaterBytes, 0, highWaterBytes);
        OptionCheck.range("maxPendingBytes", maxPendingBytes, highWaterBytes, BYTES_MAX);
        OptionCheck.range("drainMillis", drainMillis, 1, 86_400_000);
    }

    /** The same with another {@code noDelay}. */
    public LinkOptions withNoDelay(boolean value) {
        return new LinkOptions(value, highWaterBytes, lowWaterBytes, maxPendingBytes, drainMillis);
    }

    /** The same with other water marks and another limit, in bytes. */
    public LinkOptions withPendingBytes(long low, long high, long max) {
        return new LinkOptions(noDelay, high, low, max, drainMillis);
    }

    /** The same with another {@code drainMillis}. */
    public LinkOptions withDrainMillis(int value) {
        return new LinkOptions(noDelay, highWaterBytes, lowWaterBytes, maxPendingBytes, value);
    }
}
