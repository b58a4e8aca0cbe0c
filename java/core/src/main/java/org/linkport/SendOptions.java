/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * How a link sends.
 *
 * @param highWaterBytes pending bytes above which {@code send} answers {@code CONGESTED}; 1 to 2^40
 * @param lowWaterBytes pending bytes at which {@code onWritable} follows; 0 to {@code highWaterBytes}
 * @param maxPendingBytes pending bytes that no message may exceed; {@code highWaterBytes} to 2^40
 */
public record SendOptions(long highWaterBytes, long lowWaterBytes, long maxPendingBytes) {
    private static final long BYTES_MAX = 1L << 40;

    /** Water marks at 128 KiB and 64 KiB, at most 64 MiB pending. */
    public static final SendOptions DEFAULT = new SendOptions(128 << 10, 64 << 10, 64 << 20);

    /** Checks every range. */
    public SendOptions {
        OptionCheck.range("highWaterBytes", highWaterBytes, 1, BYTES_MAX);
        OptionCheck.range("lowWaterBytes", lowWaterBytes, 0, highWaterBytes);
        OptionCheck.range("maxPendingBytes", maxPendingBytes, highWaterBytes, BYTES_MAX);
    }

    /** The same with other water marks and another limit, in bytes. */
    public SendOptions withPendingBytes(long low, long high, long max) {
        return new SendOptions(high, low, max);
    }
}
