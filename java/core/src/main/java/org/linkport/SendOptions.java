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
 * @param batch when the system is given what was sent
 */
public record SendOptions(
        long highWaterBytes, long lowWaterBytes, long maxPendingBytes, Overflow overflow, Batch batch) {
    private static final long BYTES_MAX = 1L << 40;

    /** Water marks at 128 KiB and 64 KiB, at most 64 MiB pending; what exceeds them is rejected. Sent at once. */
    public static final SendOptions DEFAULT =
            new SendOptions(128 << 10, 64 << 10, 64 << 20, Overflow.REJECT, Batch.IMMEDIATE);

    /** Checks every range. */
    public SendOptions {
        OptionCheck.range("highWaterBytes", highWaterBytes, 1, BYTES_MAX);
        OptionCheck.range("lowWaterBytes", lowWaterBytes, 0, highWaterBytes);
        OptionCheck.range("maxPendingBytes", maxPendingBytes, highWaterBytes, BYTES_MAX);
        Objects.requireNonNull(overflow, "overflow");
        Objects.requireNonNull(batch, "batch");
        OptionCheck.range("batch.bytes", batch.bytes, 0, highWaterBytes); // or onWritable would wait for the time
    }

    /** The same with other water marks and another limit, in bytes. */
    public SendOptions withPendingBytes(long low, long high, long max) {
        return new SendOptions(high, low, max, overflow, batch);
    }

    /** The same with another {@code overflow}. */
    public SendOptions withOverflow(Overflow value) {
        return new SendOptions(highWaterBytes, lowWaterBytes, maxPendingBytes, value, batch);
    }

    /**
     * The same, but batched: what is sent waits until there are that many bytes, or the oldest of it has waited that
     * long, or {@link Link#flush} or an end of the output, whichever comes first.
     *
     * @param bytes 1 to {@code highWaterBytes}
     * @param millis 1 to 60,000
     */
    public SendOptions withBatch(int bytes, int millis) {
        OptionCheck.range("batch.bytes", bytes, 1, highWaterBytes);
        OptionCheck.range("batch.millis", millis, 1, Batch.MILLIS_MAX);
        return new SendOptions(highWaterBytes, lowWaterBytes, maxPendingBytes, overflow, new Batch(bytes, millis));
    }

    /**
     * When the system is given what was sent. Messages leave together, in one gathering write: those of one step, or
     * those of a batch.
     *
     * @param bytes bytes to wait for; 0 for no wait
     * @param millis how long a message waits for others, in milliseconds; 0 to 60,000
     */
    public record Batch(int bytes, int millis) {
        private static final int MILLIS_MAX = 60_000;

        /** What was sent during one step of the worker leaves at its end. */
        public static final Batch IMMEDIATE = new Batch(0, 0);

        /** Checks every range. */
        public Batch {
            OptionCheck.range("batch.bytes", bytes, 0, Integer.MAX_VALUE);
            OptionCheck.range("batch.millis", millis, 0, MILLIS_MAX);
        }
    }

    /**
     * What a message does that would take a link above {@link #maxPendingBytes}, or all links above
     * {@link LinkportOptions#maxPendingBytes}. It is rejected either way.
     */
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
