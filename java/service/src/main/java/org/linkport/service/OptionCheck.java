/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

/** The one wording for an option that cannot be. */
final class OptionCheck {
    private OptionCheck() {}

    static void range(String option, long value, long from, long to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(option + " is " + value + " and must be from " + from + " to " + to);
        }
    }

    static void length(String option, String value, int from, int to) {
        if (value.length() < from || value.length() > to) {
            throw new IllegalArgumentException(
                    option + " has " + value.length() + " characters and must have " + from + " to " + to);
        }
    }

    static void without(String option, String value, String forbidden) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || forbidden.indexOf(c) >= 0) {
                throw new IllegalArgumentException(option + " is '" + value + "' and must have no control character"
                        + (forbidden.isEmpty() ? "" : " and none of " + forbidden));
            }
        }
    }
}
