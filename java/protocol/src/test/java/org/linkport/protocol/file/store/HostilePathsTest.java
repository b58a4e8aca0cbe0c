/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Paths that want to lead out of the root, to a device, to another stream of a file or to a file of ours: each is refused
 * before the file system sees it, on every system alike, by whatever is done with it; and nothing appears anywhere.
 */
class HostilePathsTest {
    @TempDir
    Path temp;

    @Test
    void shouldRefuseEachOfThemByItsText() {
        List<String> paths = HostilePaths.all();
        assertTrue(
                Set.copyOf(paths).size() >= 120 && Set.copyOf(paths).size() == paths.size(), () -> "" + paths.size());
        for (String path : paths) {
            FileException refusal =
                    assertThrows(FileException.class, () -> ClientPath.parse(path), () -> "accepted: " + path);
            assertEquals(FileFailure.INVALID_PATH, refusal.failure(), path);
        }
    }

    @Test
    void shouldRefuseWhoeverBuildsAPathOfNames() {
        for (String name : List.of("..", ".", "", "a/b", "a\\b", "NUL", "a:b", "a.", "C:")) {
            assertThrows(FileException.class, () -> new ClientPath(List.of("a", name)), name);
            assertThrows(FileException.class, () -> ClientPath.parse("a").resolve(name), name);
            assertThrows(FileException.class, () -> ClientPath.checkName(name), name);
        }
    }

    /** Harmless names that look like hostile ones, or that real trees have. */
    @Test
    void shouldAcceptNamesThatLeadNowhereElse() throws IOException {
        FileRoot root = FileRoot.open(temp);
        String[] harmless = {
            ".bashrc",
            "..a",
            "...a",
            "a..b",
            "a b",
            " a",
            "CONSOLE",
            "NULL.txt",
            "COM10",
            "COMA",
            "LPT",
            "com.txt",
            "a;b",
            "a'b",
            "$x",
            "%2e%2e",
            "~",
            "a~1.txt",
            "linkport-x",
            "x.linkport-y",
            "-rf",
            "#",
            "a,b",
            "[x]",
            "{y}",
            "a&b",
            "a=b",
            "@",
            "`id`",
            "!",
            "\u00E4\u00F6\u00FC",
            "\u4E2D\u6587",
            "\uD83D\uDE00",
            "\u0646\u200C\u0627",
            "x".repeat(200),
            "a/b/c/d/e/f/g/h",
        };
        for (String path : harmless) {
            ClientPath parsed = ClientPath.parse(path);
            assertEquals(path, parsed.toString());
        }
        for (String path : List.of("..a", "a..b", " a", "a;b", "~", "NULL.txt", "COM10", "%2e%2e", "x".repeat(200))) {
            ClientPath parsed = ClientPath.parse(path);
            root.in(parsed, directory -> {
                directory
                        .openFile(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                        .close();
                return true;
            });
            assertEquals(path, root.entry(parsed).name());
            assertTrue(Files.isRegularFile(temp.resolve(path)), path);
        }
        try (Stream<Path> all = Files.list(temp)) {
            assertEquals(9, all.count());
        }
    }

    @Test
    void shouldNameTheRootByNothing() {
        assertTrue(ClientPath.parse("").isRoot());
        assertThrows(FileException.class, () -> ClientPath.parse("").name());
        assertThrows(FileException.class, () -> ClientPath.parse("").parent());
        assertEquals("a", ClientPath.parse("a/b").parent().toString());
        assertTrue(ClientPath.parse("a").parent().isRoot());
    }
}
