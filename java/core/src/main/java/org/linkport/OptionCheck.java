/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** The one wording for an option out of its range. */
final class OptionCheck {
    private OptionCheck() {}

    static void range(String option, long value, long from, long to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(option + " is " + value + " and must be from " + from + " to " + to);
        }
    }

    static void share(String option, double value, double from, double to) {
        if (!(value >= from && value <= to)) { // not a number is neither
            throw new IllegalArgumentException(option + " is " + value + " and must be from " + from + " to " + to);
        }
    }

    static void multiple(String option, long value, long of) {
        if (value % of != 0) {
            throw new IllegalArgumentException(option + " is " + value + " and must be a multiple of " + of);
        }
    }
}
