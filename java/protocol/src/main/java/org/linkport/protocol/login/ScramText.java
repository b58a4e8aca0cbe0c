/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import org.linkport.protocol.value.ValueException;

/** Reads the attributes of a SCRAM message, {@code a=...,b=...}, one after the other in their order. */
final class ScramText {
    static final int NONCE_CHARS_MAX = 256;

    private final String text;
    private int at;

    ScramText(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at > text.length();
    }

    /** The next piece up to a comma or the end, which may be empty. */
    String piece() {
        if (isAtEnd()) {
            throw new ValueException("a login message that ends too early");
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String piece = text.substring(at, end);
        at = end + 1;
        return piece;
    }

    /** The value of the next attribute, which must have that name. */
    String value(char name) {
        String piece = piece();
        if (piece.length() < 3 || piece.charAt(0) != name || piece.charAt(1) != '=') {
            throw new ValueException("a login message without its " + name);
        }
        return piece.substring(2);
    }

    /** The value of {@code r}. */
    String nonce() {
        String nonce = value('r');
        if (nonce.length() > NONCE_CHARS_MAX || !nonce.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new ValueException("no nonce");
        }
        return nonce;
    }

    /** Nothing may be left but attributes that nobody needs to understand. */
    void skipExtensions() {
        while (!isAtEnd()) {
            String piece = piece();
            boolean named = piece.length() >= 2 && piece.charAt(1) == '=' && Character.isLetter(piece.charAt(0));
            if (!named || piece.charAt(0) == 'm') {
                throw new ValueException("an extension that is not known here");
            }
        }
    }

    /** A name with its commas and equals signs. */
    static String unescaped(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '=') {
                plain.append(name.charAt(i));
            } else if (name.startsWith("=2C", i)) {
                plain.append(',');
                i += 2;
            } else if (name.startsWith("=3D", i)) {
                plain.append('=');
                i += 2;
            } else {
                throw new ValueException("an equals sign in a name");
            }
        }
        return plain.toString();
    }

    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
