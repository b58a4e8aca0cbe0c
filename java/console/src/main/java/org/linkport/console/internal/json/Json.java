/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes JSON on one line, in the order of the calls. Commas and escapes are its; that what opens also closes is the caller's. */
public final class Json {
    private static final int FRACTION = 10_000;
    private static final double WHOLE_MAX = 1e15;

    private final StringBuilder text = new StringBuilder(256);
    private boolean comma;

    /** Opens an object. */
    public Json object() {
        return open('{');
    }

    /** Opens an object as the value of a field. */
    public Json object(String name) {
        return name(name).open('{');
    }

    /** Opens an array. */
    public Json array() {
        return open('[');
    }

    /** Opens an array as the value of a field. */
    public Json array(String name) {
        return name(name).open('[');
    }

    private Json open(char bracket) {
        separate();
        text.append(bracket);
        comma = false;
        return this;
    }

    /** Closes the innermost object. */
    public Json endObject() {
        return close('}');
    }

    /** Closes the innermost array. */
    public Json endArray() {
        return close(']');
    }

    private Json close(char bracket) {
        text.append(bracket);
        comma = true;
        return this;
    }

    /** A field with a text, or with null. */
    public Json field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    /** A field with a number. */
    public Json field(String name, long value) {
        return name(name).value(value);
    }

    /** A field with a number of at most four digits behind the point. */
    public Json field(String name, double value) {
        return name(name).value(value);
    }

    /** A field that is true or false. */
    public Json field(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    /** An element that is a text, or null. */
    public Json value(@Nullable String value) {
        if (value == null) {
            return raw("null");
        }
        separate();
        quote(value);
        comma = true;
        return this;
    }

    /** An element that is a number. */
    public Json value(long value) {
        separate();
        text.append(value);
        comma = true;
        return this;
    }

    /** An element that is a number of at most four digits behind the point; null if it is none. */
    public Json value(double value) {
        if (!Double.isFinite(value)) {
            return raw("null");
        }
        if (value == Math.rint(value) || Math.abs(value) > WHOLE_MAX) {
            return value(Math.round(value));
        }
        return raw(Double.toString(Math.rint(value * FRACTION) / FRACTION));
    }

    private Json name(String name) {
        separate();
        quote(name);
        text.append(':');
        comma = false;
        return this;
    }

    private Json raw(String value) {
        separate();
        text.append(value);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            text.append(',');
        }
        comma = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // Line separators end a line of an event stream in some readers, and "<" ends a script element.
            if (c < ' ' || c == '<' || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** What was written. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** What was written, in UTF-8. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
