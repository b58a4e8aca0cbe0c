/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files of the page are all there and come from here. Attacks what would load from elsewhere, what would make markup
 * of data, and words that one language has and the other has not.
 */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/linkport/console/page");
    private static final Pattern KEY = Pattern.compile("^ {2}\"([^\"]+)\": \"(.*)\",$", Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("\\bt\\(\\s*\"([a-zA-Z.]+)\"|data-text=\"([^\"]+)\"");
    private static final Pattern HOLE = Pattern.compile("\\{\\w+}");

    private static String read(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static Set<String> keys(String name) throws IOException {
        return KEY.matcher(read(name))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldBeTheFilesOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> found = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertEquals(Set.copyOf(PageFiles.NAMES), found);
        }
    }

    @Test
    void shouldLoadNothingFromElsewhereAndMakeNoMarkupOfData() throws IOException {
        for (String name : PageFiles.NAMES) {
            String text = read(name).replace("http://www.w3.org/2000/svg", "");
            assertFalse(text.contains("://"), name);
            for (String word :
                    List.of("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")) {
                assertFalse(text.contains(word), () -> name + " has " + word);
            }
            assertFalse(Pattern.compile("<[^>]+ (style|on\\w+)=").matcher(text).find(), name);
        }
    }

    @Test
    void shouldHaveTheSameWordsInBothLanguages() throws IOException {
        Set<String> english = keys("text-en.js");
        assertTrue(english.size() > 100, () -> "keys seen: " + english.size());
        assertEquals(english, keys("text-zh.js"));
        List<List<String>> holes = List.of(holes("text-en.js"), holes("text-zh.js"));
        assertEquals(holes.get(0), holes.get(1), "values stand in both");
    }

    /** Each key with the values that its text wants. */
    private static List<String> holes(String name) throws IOException {
        return KEY.matcher(read(name))
                .results()
                .map(match -> match.group(1)
                        + HOLE.matcher(match.group(2))
                                .results()
                                .map(MatchResult::group)
                                .sorted()
                                .toList())
                .sorted()
                .toList();
    }

    @Test
    void shouldKnowEveryWordThatIsUsed() throws IOException {
        Set<String> known = keys("text-en.js");
        int seen = 0;
        for (String name : PageFiles.NAMES) {
            for (MatchResult used : USED.matcher(read(name)).results().toList()) {
                String key = used.group(1) == null ? used.group(2) : used.group(1);
                assertTrue(known.contains(key), () -> name + " uses " + key);
                seen++;
            }
        }
        assertTrue(seen > 60, "saw too few uses");
    }
}
