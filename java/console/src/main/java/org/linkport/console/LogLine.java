/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.util.Objects;

/**
 * A line of a log.
 *
 * @param timeMillis when, in milliseconds since 1970
 * @param level how grave it is
 * @param logger who says it
 * @param thread where
 * @param text what, perhaps over several lines
 */
public record LogLine(long timeMillis, Level level, String logger, String thread, String text) {
    /** How grave a line is. */
    public enum Level {
        /** For who looks for a fault step by step. */
        TRACE,
        /** For who looks for a fault. */
        DEBUG,
        /** Worth knowing. */
        INFO,
        /** Worth a look. */
        WARN,
        /** Something failed. */
        ERROR
    }

    /** Longer parts are cut, so that a bounded number of lines takes bounded memory. */
    static final int TEXT_MAX = 4_000;

    private static final int NAME_MAX = 200;

    /** Cuts what is too long. */
    public LogLine {
        Objects.requireNonNull(level, "level");
        logger = cut(logger, NAME_MAX);
        thread = cut(thread, NAME_MAX);
        text = cut(text, TEXT_MAX);
    }

    private static String cut(String value, int max) {
        return value.length() <= max ? value : value.substring(0, max - 1) + '\u2026';
    }
}
