/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * The deadlines of a link, in milliseconds; 0 switches each off but {@code drainMillis}. Where nothing expires they cost
 * nothing for each message. They hold to a few milliseconds while the worker steps, never before their time.
 *
 * <p>Read silence counts from the last input, from the opening, or from the last {@link Link#resume}. It is not known,
 * so nothing follows from it, while the link is paused, once its input has ended, and while input may be waiting for
 * receive memory; see {@link LinkportOptions#receiveChunks}. Write silence counts from the moment the system took bytes
 * last, or from the opening, until everything and FIN has left.
 *
 * @param drainMillis how long a graceful close may take; 1 to 86,400,000
 * @param firstDataMillis how long the peer of an accepted link may be silent before its first byte; then the link is
 *     reset with {@link CloseReason#FIRST_DATA_TIMEOUT}; 0 to 86,400,000
 * @param readIdleMillis read silence after which {@link LinkHandler#onIdle} is told, and again after each further such
 *     time; 0 to 86,400,000
 * @param writeIdleMillis the same for write silence; 0 to 86,400,000
 * @param maxReadIdleMillis read silence that closes the link, gracefully, with {@link CloseReason#READ_IDLE}; 0 to
 *     86,400,000
 * @param maxWriteIdleMillis write silence that closes the link, gracefully, with {@link CloseReason#WRITE_IDLE}; 0 to
 *     86,400,000
 * @param maxAgeMillis age at which the link is closed, gracefully, with {@link CloseReason#MAX_AGE}; 0 to 2,147,483,647
 */
public record TimeOptions(
        int drainMillis,
        int firstDataMillis,
        int readIdleMillis,
        int writeIdleMillis,
        int maxReadIdleMillis,
        int maxWriteIdleMillis,
        int maxAgeMillis) {
    private static final int MILLIS_MAX = 86_400_000;

    /** Five seconds to drain, and no other deadline. */
    public static final TimeOptions DEFAULT = new TimeOptions(5_000, 0, 0, 0, 0, 0, 0);

    /** Checks every range. */
    public TimeOptions {
        OptionCheck.range("drainMillis", drainMillis, 1, MILLIS_MAX);
        OptionCheck.range("firstDataMillis", firstDataMillis, 0, MILLIS_MAX);
        OptionCheck.range("readIdleMillis", readIdleMillis, 0, MILLIS_MAX);
        OptionCheck.range("writeIdleMillis", writeIdleMillis, 0, MILLIS_MAX);
        OptionCheck.range("maxReadIdleMillis", maxReadIdleMillis, 0, MILLIS_MAX);
        OptionCheck.range("maxWriteIdleMillis", maxWriteIdleMillis, 0, MILLIS_MAX);
        OptionCheck.range("maxAgeMillis", maxAgeMillis, 0, Integer.MAX_VALUE);
    }

    /** The same with another {@code drainMillis}. */
    public TimeOptions withDrainMillis(int value) {
        return new TimeOptions(
                value,
                firstDataMillis,
                readIdleMillis,
                writeIdleMillis,
                maxReadIdleMillis,
                maxWriteIdleMillis,
                maxAgeMillis);
    }

    /** The same with another {@code firstDataMillis}. */
    public TimeOptions withFirstDataMillis(int value) {
        return new TimeOptions(
                drainMillis,
                value,
                readIdleMillis,
                writeIdleMillis,
                maxReadIdleMillis,
                maxWriteIdleMillis,
                maxAgeMillis);
    }

    /** The same with other {@code readIdleMillis} and {@code writeIdleMillis}. */
    public TimeOptions withIdleMillis(int read, int write) {
        return new TimeOptions(
                drainMillis, firstDataMillis, read, write, maxReadIdleMillis, maxWriteIdleMillis, maxAgeMillis);
    }

    /** The same with other {@code maxReadIdleMillis} and {@code maxWriteIdleMillis}. */
    public TimeOptions withMaxIdleMillis(int read, int write) {
        return new TimeOptions(
                drainMillis, firstDataMillis, readIdleMillis, writeIdleMillis, read, write, maxAgeMillis);
    }

    /** The same with another {@code maxAgeMillis}. */
    public TimeOptions withMaxAgeMillis(int value) {
        return new TimeOptions(
                drainMillis,
                firstDataMillis,
                readIdleMillis,
                writeIdleMillis,
                maxReadIdleMillis,
                maxWriteIdleMillis,
                value);
    }
}
