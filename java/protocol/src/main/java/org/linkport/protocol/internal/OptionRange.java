/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.internal;

/** The one wording for an option out of its range. */
public final class OptionRange {
    private OptionRange() {}

    /** Checks that a value is in its range, both ends included. */
    public static void check(String option, long value, long from, long to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(option + " is " + value + " and must be from " + from + " to " + to);
        }
    }
}
