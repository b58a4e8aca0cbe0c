/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.page;

/**
 * Something that Linkport is to reach, and whether it does.
 *
 * @param text what it is to reach
 * @param measured what it reached, where it is worst
 * @param verdict whether that is enough
 */
public record Goal(String text, String measured, Verdict verdict) {
    /** Whether a goal holds. */
    public enum Verdict {
        /** It does. */
        HOLDS,
        /** It does not. */
        FAILS,
        /** The run had not what it takes to say. */
        UNKNOWN
    }
}
