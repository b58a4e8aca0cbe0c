/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.text.Normalizer;
import org.linkport.protocol.value.ValueException;

/**
 * Names and secrets in the one form in which they are compared: NFKC, and nothing in them that cannot be seen. Of what
 * SASLprep (RFC 4013) has further, characters that it would drop are refused here, and text in two directions is not
 * looked at.
 */
final class PlainText {
    private PlainText() {}

    /** @throws ValueException if it is empty, too long, or holds what cannot be seen */
    static String of(String what, String text, int maxChars) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        if (plain.isEmpty() || plain.length() > maxChars) {
            throw new ValueException(what + " must have 1 to " + maxChars + " characters");
        }
        if (!plain.codePoints().allMatch(PlainText::isPlain)) {
            throw new ValueException(what + " holds characters that cannot be seen");
        }
        return plain;
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
