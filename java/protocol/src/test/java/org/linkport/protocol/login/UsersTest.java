/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.protocol.value.ValueException;

/** A file of users that is made, changed, broken and read again, and what is told of users that do not exist. */
class UsersTest {
    private static final int ITERATIONS = ScramKeys.ITERATIONS_MIN;

    @TempDir
    Path directory;

    private static String line(String name, String... permissions) {
        return Users.line(name, "secret of " + name, Set.of(permissions), ITERATIONS);
    }

    @Test
    void shouldKeepAFileOfUsers() throws IOException {
        Path file = directory.resolve("users");
        Users.put(file, line("alice", "files:read", "links"));
        Users.put(file, line("bob"));
        Users users = Users.load(file);
        assertEquals(2, users.count());
        assertEquals(Optional.of(new User("alice", Set.of("links", "files:read"))), users.find("alice"));
        assertEquals(Optional.of(new User("bob", Set.of())), users.find("bob"));
        assertEquals(Optional.empty(), users.find("carol"));
        Users.put(file, line("alice", "*"));
        assertTrue(Users.remove(file, "bob"));
        assertFalse(Users.remove(file, "bob"));
        assertEquals(2, users.count(), "not read yet");
        users.reload();
        assertEquals(Optional.of(new User("alice", Set.of("*"))), users.find("alice"));
        assertEquals(1, users.count());
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList(), "nothing else is left behind");
        }
    }

    @Test
    void shouldNotKeepTheSecret() throws IOException {
        Path file = directory.resolve("users");
        Users.put(file, line("alice", "links"));
        assertFalse(Files.readString(file).contains("secret of"));
        assertNotEquals(line("alice"), line("alice"), "each line has a salt of its own");
    }

    @Test
    void shouldBeReadableByItsOwnerAloneWhereThatCanBeSaid() throws IOException {
        Path file = directory.resolve("users");
        Users.put(file, line("alice"));
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        String mode = posix
                ? java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                : "rw-------"; // Windows: what the directory hands down
        assertEquals("rw-------", mode);
    }

    @Test
    void shouldStayAsItWasIfTheFileBreaks() throws IOException {
        Path file = directory.resolve("users");
        Users.put(file, line("alice", "links"));
        Users users = Users.load(file);
        Files.writeString(file, "alice\n");
        ValueException broken = assertThrows(ValueException.class, users::reload);
        assertTrue(String.valueOf(broken.getMessage()).contains("line 1"), broken.getMessage());
        assertThrows(ValueException.class, () -> Users.put(file, line("bob")));
        assertEquals("alice\n", Files.readString(file));
        Files.delete(file);
        assertThrows(IOException.class, users::reload);
        assertTrue(users.find("alice").isPresent());
        assertThrows(IllegalStateException.class, () -> Users.of(List.of()).reload());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice SCRAM-SHA-1 4096 AAAA K K links",
                "alice SCRAM-SHA-256 4096 AAAA K K links",
                "alice SCRAM-SHA-256 4095 AAAA H H links",
                "alice SCRAM-SHA-256 many AAAA H H links",
                "alice SCRAM-SHA-256 4096 AAA H H links",
                "alice SCRAM-SHA-256 4096 = H H links",
                "alice SCRAM-SHA-256 4096 AAAA H H",
                "alice SCRAM-SHA-256 4096 AAAA H H Links",
                "alice SCRAM-SHA-256 4096 AAAA H H a:b:c",
                "alice SCRAM-SHA-256 4096 AAAA H H links,",
                "alice SCRAM-SHA-256 4096 AAAA H H links more",
                "@salts AAAA",
                "@alice SCRAM-SHA-256 4096 AAAA H H links",
            })
    void shouldNotReadWhatIsNoUser(String line) {
        String hash = ScramHash.base64(new byte[ScramHash.BYTES]);
        String whole = line.replace(" H", " " + hash);
        assertThrows(ValueException.class, () -> Users.of(List.of("# users", whole)));
    }

    @Test
    void shouldNotReadAUserTwice() {
        assertThrows(ValueException.class, () -> Users.of(List.of(line("alice"), line("alice"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "#alice", "@alice", "a\nb", "a\u200bb", "\u00a0"})
    void shouldNotMakeAUserOfAnyName(String name) {
        assertThrows(ValueException.class, () -> Users.line(name, "secret", Set.of(), ITERATIONS));
    }

    @Test
    void shouldKnowANameInEachOfItsForms() {
        Users users = Users.of(List.of(Users.line("\u212bsa", "secret", Set.of(), ITERATIONS)));
        assertTrue(users.account("\u00c5sa").isKnown());
        assertEquals("\u00c5sa", Credentials.of("A\u030asa", "secret").user());
    }

    @Test
    void shouldGiveEveryNameALookalikeThatStaysTheSame() throws IOException {
        Path file = directory.resolve("users");
        Users.put(file, Users.line("alice", "secret", Set.of(), ITERATIONS));
        Users.put(file, Users.line("bob", "secret", Set.of(), 5_000));
        Users users = Users.load(file);
        Users restarted = Users.load(file);
        java.util.Set<Integer> iterations = new java.util.HashSet<>();
        for (int i = 0; i < 100; i++) {
            ScramKeys keys = users.account("user" + i).keys();
            assertFalse(users.account("user" + i).isKnown());
            assertArrayEquals(keys.salt(), restarted.account("user" + i).keys().salt());
            assertEquals(users.account("alice").keys().salt().length, keys.salt().length);
            iterations.add(keys.iterations());
        }
        assertEquals(Set.of(ITERATIONS, 5_000), iterations, "as the users have them");
        assertFalse(java.util.Arrays.equals(
                users.account("carol").keys().salt(),
                users.account("dave").keys().salt()));
    }

    @Test
    void shouldGrantByNameGroupOrAll() {
        User reader = new User("r", Set.of("files:read", "links"));
        assertTrue(reader.may("files:read"));
        assertFalse(reader.may("files:write"));
        assertFalse(reader.may("files"));
        assertTrue(reader.mayAny(Set.of("files:read", "files:write")));
        assertFalse(reader.mayAny(Set.of("log")));
        assertTrue(reader.mayAny(Set.of()));
        User group = new User("g", Set.of("files"));
        assertTrue(group.may("files:write"));
        assertFalse(group.may("filesystem:write"));
        assertTrue(new User("a", Set.of("*")).may("log"));
    }
}
