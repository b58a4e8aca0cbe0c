/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * The deadlines of a link.
 *
 * @param drainMillis how long a graceful close may take, in milliseconds; 1 to 86,400,000
 */
public record TimeOptions(int drainMillis) {
    private static final int MILLIS_MAX = 86_400_000;

    /** Five seconds to drain. */
    public static final TimeOptions DEFAULT = new TimeOptions(5_000);

    /** Checks every range. */
    public TimeOptions {
        OptionCheck.range("drainMillis", drainMillis, 1, MILLIS_MAX);
    }

    /** The same with another {@code drainMillis}. */
    public TimeOptions withDrainMillis(int value) {
        return new TimeOptions(value);
    }
}
