/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attacks the quoting of the image path: what the C runtime makes of the line must be what went into it. */
class ImagePathTest {
    /** The words of a command line after the program, as the C runtime of Windows reads them. */
    private static List<String> read(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int backslashes = 0;
            while (c == '\\') {
                backslashes++;
                inWord = true;
                i++;
                c = i < line.length() ? line.charAt(i) : 0;
            }
            if (c == '"') {
                word.append("\\".repeat(backslashes / 2));
                inWord = true;
                if (backslashes % 2 == 1) {
                    word.append('"');
                } else {
                    quoted = !quoted;
                }
                continue;
            }
            word.append("\\".repeat(backslashes));
            if (c == ' ' && !quoted) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else if (i < line.length()) {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static void assertReadBack(List<String> arguments) {
        ImagePath image = new ImagePath(
                "C:\\Program Files\\Java\\bin\\java.exe", List.of("-Xmx1g"), "C:\\", "D:\\a b\\c.jar", arguments);
        String program = "\"C:\\Program Files\\Java\\bin\\java.exe\" ";
        String line = image.commandLine();
        assertTrue(line.startsWith(program), line);
        List<String> wanted = new ArrayList<>(List.of("-Xrs", "-Xmx1g", "-Duser.dir=C:\\", "-jar", "D:\\a b\\c.jar"));
        wanted.addAll(arguments);
        assertEquals(wanted, read(line.substring(program.length())), line);
    }

    @Test
    void shouldBringEveryArgumentThrough() {
        assertReadBack(List.of());
        assertReadBack(List.of("", "a", "a b", "\\", "a\\", "a b\\", "\"", "a\"b", "a\\\"b", "a b\\\\", "\\\\host\\x"));
    }

    @Test
    void shouldBringAnyMixtureOfQuotesBackslashesAndSpacesThrough() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            List<String> arguments = new ArrayList<>();
            for (int words = random.nextInt(4); words > 0; words--) {
                StringBuilder word = new StringBuilder();
                for (int length = random.nextInt(7); length > 0; length--) {
                    word.append("\"\\ a*%".charAt(random.nextInt(6)));
                }
                arguments.add(word.toString());
            }
            assertReadBack(arguments);
        }
    }

    @Test
    void shouldQuoteWhatTheLauncherWouldTakeForAPattern() {
        assertEquals("\"*.log\"", ImagePath.word("*.log"));
        assertEquals("\"a?\"", ImagePath.word("a?"));
        assertEquals("--port=9000", ImagePath.word("--port=9000"));
    }
}
