/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * How a link sends.
 *
 * @param highWaterBytes pending bytes above which {@code send} answers {@code CONGESTED}; 1 to 2^40
 * @param lowWaterBytes pending bytes at which {@code onWritable} follows; 0 to {@code highWaterBytes}
 * @param maxPendingBytes pending bytes that no message may exceed; {@code highWaterBytes} to 2^40
 * @param overflow what becomes of the link when a message would exceed them
 */
public record SendOptions(long highWaterBytes, long lowWaterBytes, long maxPendingBytes, Overflow overflow) {
    private static final long BYTES_MAX = 1L << 40;

    /** Water marks at 128 KiB and 64 KiB, at most 64 MiB pending; what exceeds them is rejected. */
    public static final SendOptions DEFAULT = new SendOptions(128 << 10, 64 << 10, 64 << 20, Overflow.REJECT);

    /** Checks every range. */
    public SendOptions {
        OptionCheck.range("highWaterBytes", highWaterBytes, 1, BYTES_MAX);
        OptionCheck.range("lowWaterBytes", lowWaterBytes, 0, highWaterBytes);
        OptionCheck.range("maxPendingBytes", maxPendingBytes, highWaterBytes, BYTES_MAX);
        Objects.requireNonNull(overflow, "overflow");
    }

    /** The same with other water marks and another limit, in bytes. */
    public SendOptions withPendingBytes(long low, long high, long max) {
        return new SendOptions(high, low, max, overflow);
    }

    /** The same with another {@code overflow}. */
    public SendOptions withOverflow(Overflow value) {
        return new SendOptions(highWaterBytes, lowWaterBytes, maxPendingBytes, value);
    }

    /** What a message does that would take a link above {@link #maxPendingBytes}. It is rejected either way. */
    public enum Overflow {
        /** Nothing more: the link goes on, and later messages may fit. */
        REJECT,
        /**
         * Ends the link with {@link CloseReason#OVERFLOW}. The connection is reset, since a peer that does not read
         * could not be given what is queued; that is dropped.
         */
        CLOSE
    }
}
