/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

/**
 * Text that a server said, as it may stand on a terminal: each control character is a question mark, since a terminal would
 * obey it. What is for programs, as {@link Json} and the bytes of files, stays what it is.
 */
public final class Printable {
    private static final char REPLACEMENT = '?';

    private Printable() {}

    /** A name, or what else belongs on one line. */
    public static String line(String text) {
        return replaced(text, "");
    }

    /** A text of several lines, which may have tabs and the line ends of any system. */
    public static String lines(String text) {
        return replaced(text.replace("\r\n", "\n"), "\n\t");
    }

    private static String replaced(String text, String permitted) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) && permitted.indexOf(c) < 0 ? REPLACEMENT : c);
        }
        return shown.toString();
    }
}
