/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.util.Locale;

/** One JSON object on one line, field after field; what scripts read. */
public final class Json {
    private final StringBuilder text = new StringBuilder("{");

    /** Adds a text. */
    public Json add(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** Adds a whole number. */
    public Json add(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a truth. */
    public Json add(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** The object. */
    @Override
    public String toString() {
        return text + "}";
    }
}
