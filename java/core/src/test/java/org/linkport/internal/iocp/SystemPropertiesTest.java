/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attacks the README: its table of system properties names exactly those that exist. */
class SystemPropertiesTest {
    @Test
    void shouldListTheSamePropertiesAsTheCode() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        Set<String> listed = Pattern.compile("(?m)^\\| `(linkport\\.[A-Za-z.]+)` \\|")
                .matcher(readme)
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Set.of(NativeLibrary.PATH, NativeLibrary.CACHE, NativeLibrary.NEVER_SKIP)), listed);
    }
}
