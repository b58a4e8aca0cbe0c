/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Links below a root that lead out of it or back into it, in each place of a path, short names and other kinds of files,
 * by whichever of the two kinds of directory; what is listed, deleted, made; and what is counted against the quota.
 */
class FileRootTest {
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<StandardOpenOption> MAKE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);

    @TempDir
    Path temp;

    private Path outside;
    private Path inside;
    private boolean links;

    @BeforeEach
    void makeTrees() throws IOException {
        temp = temp.toRealPath();
        outside = Files.createDirectory(temp.resolve("outside"));
        inside = Files.createDirectory(temp.resolve("inside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectories(inside.resolve("a/b"));
        Files.writeString(inside.resolve("a/b/file"), "inside");
        links = link("a/out", outside) && link("a/secret", outside.resolve("secret"));
        link("a/back", inside.resolve("a/b"));
        link("a/same", inside.resolve("a/b/file"));
        link("a/nowhere", outside.resolve("new"));
        link("a/loop", inside.resolve("a/loop"));
        link("a/up", Path.of(".."));
        link("a/root", temp.getRoot());
    }

    private boolean link(String name, Path target) {
        try {
            Files.createSymbolicLink(inside.resolve(name), target);
        } catch (UnsupportedOperationException | IOException e) {
            return false; // Windows asks for a privilege
        }
        return Files.isSymbolicLink(inside.resolve(name)); // Wine says that it made one
    }

    private static FileFailure refused(Executable action) {
        return assertThrows(FileException.class, action).failure();
    }

    @Test
    void shouldFollowNoLinkWhereverItIs() throws IOException {
        assertTrue(links || System.getProperty("os.name").startsWith("Windows"), "this system has links");
        FileRoot root = FileRoot.open(inside);
        String[] paths =
                links ? new String[] {"a/secret", "a/same", "a/nowhere", "a/loop"} : new String[] {"a/secret/x"};
        String[] below = {"a/out/secret", "a/out/x", "a/back/file", "a/loop/x", "a/up/x", "a/up/a/b/file", "a/root/x"};
        List<String> all = new ArrayList<>(List.of(paths));
        all.addAll(List.of(below));
        for (String each : all) {
            ClientPath path = ClientPath.parse(each);
            for (Set<StandardOpenOption> how : List.of(READ, MAKE)) {
                FileException refusal = assertThrows(
                        FileException.class,
                        () -> root.in(path, directory -> directory.openFile(path.name(), how)),
                        each);
                assertEquals(links ? FileFailure.INVALID_PATH : FileFailure.NOT_FOUND, refusal.failure(), each);
            }
        }
        for (String each : below) {
            ClientPath path = ClientPath.parse(each);
            assertThrows(FileException.class, () -> root.entry(path), each);
            assertThrows(FileException.class, () -> root.delete(path), each);
            assertThrows(FileException.class, () -> root.directory(path), each);
            assertThrows(FileException.class, () -> root.list(path, "", 10), each);
            if (links) { // else there is nothing in the way
                assertThrows(FileException.class, () -> root.makeDirectories(path.resolve("made")), each);
            }
        }
        assertNothingHappenedOutside();
    }

    private void assertNothingHappenedOutside() throws IOException {
        assertEquals(List.of("secret"), names(outside));
        assertEquals("secret", Files.readString(outside.resolve("secret")));
        assertEquals(List.of("inside", "outside"), names(temp));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    /** What Windows has instead of descriptors is tried everywhere. */
    @Test
    void shouldFollowNoLinkInADirectoryByItsPath() throws IOException {
        try (CheckedDirectory a = new CheckedDirectory(inside.resolve("a"))) {
            if (links) {
                for (String name : List.of("out", "back", "up", "root", "loop", "secret")) {
                    assertThrows(FileException.class, () -> a.enter(name), name);
                }
                for (String name : List.of("secret", "same", "nowhere", "loop")) {
                    assertThrows(FileException.class, () -> a.openFile(name, MAKE), name);
                    assertThrows(IOException.class, () -> a.open(name, MAKE), name);
                }
            }
            FileException none = assertThrows(FileException.class, () -> a.openFile("b", READ));
            assertEquals(FileFailure.NOT_A_FILE, none.failure());
            try (RootedDirectory b = a.enter("b");
                    FileChannel file = b.openFile("file", READ)) {
                assertEquals(6, file.size());
            }
            try (CheckedDirectory behind = new CheckedDirectory(inside.resolve("a/out"))) {
                assertThrows(
                        Exception.class, () -> behind.openFile("secret", READ).close());
            }
        }
        assertNothingHappenedOutside();
    }

    /** The name was a directory when it was looked at, and is a link when it is used. */
    @Test
    void shouldNotFollowALinkThatCameLater() throws IOException {
        if (!links) {
            return;
        }
        try (RootedDirectory a = FileRoot.open(inside).directory(ClientPath.parse("a"));
                RootedDirectory b = a.enter("b")) {
            Files.move(inside.resolve("a/b"), inside.resolve("moved"));
            Files.createSymbolicLink(inside.resolve("a/b"), outside);
            assertThrows(FileException.class, () -> a.enter("b"));
            if (b instanceof SecureDirectory) { // the directory that was opened, wherever it is now
                b.openFile("new", MAKE).close();
                b.replace("new", "newer");
                assertEquals(List.of("file", "newer"), names(inside.resolve("moved")));
                b.deleteFile("newer");
            }
            assertThrows(IOException.class, () -> a.open("b", MAKE));
        }
        assertNothingHappenedOutside();
    }

    @Test
    void shouldListInPagesWhatCanBeNamed() throws IOException {
        FileRoot root = FileRoot.open(inside);
        for (int i = 0; i < 25; i++) {
            Files.createFile(inside.resolve("a/b/n" + (char) ('a' + i)));
        }
        Files.createFile(inside.resolve("a/b/.linkport-0.part"));
        List<String> seen = new ArrayList<>();
        String after = "";
        for (boolean more = true; more; ) {
            FileRoot.Page page = root.list(ClientPath.parse("a/b"), after, 10);
            assertTrue(page.entries().size() <= 10);
            page.entries().forEach(each -> seen.add(each.name()));
            more = page.hasMore();
            after = seen.get(seen.size() - 1);
        }
        assertEquals(26, seen.size());
        assertEquals(seen.stream().sorted().toList(), seen);
        assertFalse(seen.contains(".linkport-0.part"));
        FileRoot.Page top = root.list(ClientPath.parse("a"), "", 100);
        FileEntry directory = top.entries().stream()
                .filter(each -> each.name().equals("b"))
                .findAny()
                .orElseThrow();
        assertEquals(FileEntry.Kind.DIRECTORY, directory.kind());
        for (FileEntry each : top.entries()) {
            assertEquals(each.name().equals("b"), each.kind() != FileEntry.Kind.OTHER, each.name());
        }
        assertEquals(FileFailure.NOT_FOUND, refused(() -> root.list(ClientPath.parse("none"), "", 1)));
        assertEquals(FileFailure.NOT_A_DIRECTORY, refused(() -> root.list(ClientPath.parse("a/b/file"), "", 1)));
    }

    @Test
    void shouldMakeAndDelete() throws IOException {
        FileRoot root = FileRoot.open(inside);
        root.makeDirectories(ClientPath.parse("x/y/z"));
        root.makeDirectories(ClientPath.parse("x/y"));
        assertTrue(Files.isDirectory(inside.resolve("x/y/z")));
        assertEquals(FileFailure.NOT_A_DIRECTORY, refused(() -> root.makeDirectories(ClientPath.parse("a/b/file/c"))));
        assertEquals(FileFailure.NOT_EMPTY, refused(() -> root.delete(ClientPath.parse("x/y"))));
        root.delete(ClientPath.parse("x/y/z"));
        root.delete(ClientPath.parse("x/y"));
        root.delete(ClientPath.parse("a/b/file"));
        assertEquals(FileFailure.NOT_FOUND, refused(() -> root.delete(ClientPath.parse("a/b/file"))));
        assertEquals(FileFailure.NOT_FOUND, refused(() -> root.entry(ClientPath.parse("a/b/file"))));
        assertEquals(FileFailure.INVALID_PATH, refused(() -> root.delete(ClientPath.parse(""))));
        assertFalse(Files.exists(inside.resolve("a/b/file")));
        if (links) {
            root.delete(ClientPath.parse("a/out")); // the link, not what it leads to
            assertFalse(Files.exists(inside.resolve("a/out")));
        }
        assertNothingHappenedOutside();
    }

    @Test
    void shouldCountWhatIsStored() throws IOException {
        FileRoot root = FileRoot.open(inside, new StoreLimits(100, 106, 0));
        assertEquals(6, root.usedBytes());
        root.quota().reserve(100, "x");
        assertEquals(FileFailure.QUOTA, refused(() -> root.quota().reserve(1, "x")));
        root.quota().reserve(-100, "x");
        assertEquals(FileFailure.QUOTA, refused(() -> root.quota().reserve(Long.MAX_VALUE, "x")));
        root.delete(ClientPath.parse("a/b/file"));
        assertEquals(0, root.usedBytes());
        FileRoot full = FileRoot.open(inside, new StoreLimits(100, Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(FileFailure.DISK_FULL, refused(() -> full.quota().reserve(1, "x")));
    }

    private static void end(FilesInUse.Use use) {
        use.close();
    }

    @Test
    void shouldLetOneWriteOrManyRead() throws IOException {
        FileRoot root = FileRoot.open(inside);
        ClientPath file = ClientPath.parse("a/b/file");
        Function<FilesInUse.Way, FilesInUse.Use> use = way -> root.use(file, way);
        FilesInUse.Use first = use.apply(FilesInUse.Way.READ);
        FilesInUse.Use second = use.apply(FilesInUse.Way.READ);
        FilesInUse.Use third = use.apply(FilesInUse.Way.REPLACE);
        assertEquals(FileFailure.BUSY, refused(() -> use.apply(FilesInUse.Way.WRITE)));
        assertEquals(FileFailure.BUSY, refused(() -> use.apply(FilesInUse.Way.REPLACE)));
        end(third);
        end(third);
        end(use.apply(FilesInUse.Way.REPLACE));
        end(first);
        assertEquals(FileFailure.BUSY, refused(() -> use.apply(FilesInUse.Way.WRITE)));
        end(second);
        FilesInUse.Use writer = use.apply(FilesInUse.Way.WRITE);
        assertEquals(FileFailure.BUSY, refused(() -> use.apply(FilesInUse.Way.WRITE)));
        assertEquals(FileFailure.BUSY, refused(() -> use.apply(FilesInUse.Way.READ)));
        assertEquals(FileFailure.BUSY, refused(() -> root.delete(file)));
        end(writer);
        assertEquals(0, root.filesInUse());
    }

    @Test
    void shouldNameTheFileAsThePeerDoes() throws IOException {
        FileRoot root = FileRoot.open(inside);
        FileException none = assertThrows(
                FileException.class,
                () -> root.in(ClientPath.parse("a/none"), directory -> directory.openFile("none", READ)));
        assertEquals(FileFailure.NOT_FOUND, none.failure());
        assertFalse(
                String.valueOf(none.getMessage()).contains(temp.getFileName().toString()), none.getMessage());
        assertThrows(IOException.class, () -> FileRoot.open(inside.resolve("a/b/file")));
        assertThrows(IOException.class, () -> FileRoot.open(inside.resolve("none")));
        ByteBuffer six = ByteBuffer.allocate(8);
        root.in(ClientPath.parse("a/b/file"), directory -> {
            try (FileChannel file = directory.openFile("file", READ)) {
                return file.read(six);
            }
        });
        assertEquals(6, six.position());
    }
}
