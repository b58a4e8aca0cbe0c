/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Finds what the JDK finds. Attacks texts shorter than eight places, parts of one character and at both ends, neighbours of a hit. */
class TextSearchTest {
    /** Each differs by one from another, and some are no ASCII: where a borrow of the arithmetic would show. */
    private static final String CHARACTERS = "`abc\u007f\u0080\u00fe\u00ff";

    private final Random random = new Random(17);

    @Test
    void shouldFindWhatTheJdkFindsAtEveryPlace() {
        for (int round = 0; round < 20_000; round++) {
            String text = some(random.nextInt(40));
            checkEveryPlace(text, random.nextBoolean() || text.isEmpty() ? some(1 + random.nextInt(4)) : partOf(text));
        }
    }

    private void checkEveryPlace(String text, String part) {
        byte[] bytes = (text + part).getBytes(StandardCharsets.ISO_8859_1); // what is behind the length does not count
        TextSearch search = new TextSearch(bytes, text.length(), part);
        for (int from = 0; from <= text.length(); from++) {
            assertEquals(text.indexOf(part, from), search.next(from), () -> part + " in " + text);
        }
    }

    private String some(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private String partOf(String text) {
        int from = random.nextInt(text.length());
        return text.substring(from, from + 1 + random.nextInt(text.length() - from));
    }
}
