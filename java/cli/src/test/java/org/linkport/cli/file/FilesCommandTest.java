/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Bytes;

/**
 * Files by command against real servers: a file and a tree up and down and between servers, byte for byte; what is there already,
 * not there, not permitted or outside of the root is refused, with the exit code for it.
 */
class FilesCommandTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
    }

    private RunningServer serve(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--files", root.toString()));
        options.addAll(List.of(more));
        return RunningServer.start(options.toArray(new String[0]));
    }

    private static Terminal run(RunningServer server, String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "-s", server.serverOption(), "--engine", RunningServer.ENGINE_NAME));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    private Path file(String name, int bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, Bytes.pattern(bytes, bytes));
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.map(each -> directory.relativize(each).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void assertSameTree(Path expected, Path actual) throws IOException {
        assertEquals(names(expected), names(actual));
        for (String name : names(expected)) {
            if (Files.isRegularFile(expected.resolve(name))) {
                assertArrayEquals(
                        Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(actual.resolve(name)), name);
            }
        }
    }

    @Test
    void shouldPutAndGetAFile() throws IOException {
        Path file = file("a file", 3_000_000);
        try (RunningServer server = serve()) {
            Terminal put = run(server, "put", file.toString(), "new/place/b");
            assertEquals(ExitCode.OK, put.exitCode(), put.err());
            assertTrue(put.out().startsWith("1 files, 2.9M in "), put.out());
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(root.resolve("new/place/b")));
            Path back = folder.resolve("back");
            Terminal get = run(server, "get", "new/place/b", back.toString(), "--json");
            assertEquals(ExitCode.OK, get.exitCode(), get.err());
            assertTrue(get.out().contains("\"ok\":true,\"bytes\":3000000,\"sha256\":\""), get.out());
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(back));
        }
    }

    @Test
    void shouldPutAndGetATree() throws IOException {
        file("tree/empty", 0);
        file("tree/a/one", 1);
        file("tree/a/b/large", 700_001);
        for (int i = 0; i < 30; i++) {
            file("tree/many/" + i, 1_000 * i);
        }
        Files.createDirectory(folder.resolve("tree/nothing in it"));
        Path tree = folder.resolve("tree");
        try (RunningServer server = serve()) {
            Terminal put = run(server, "put", "-r", tree.toString(), "stored", "--parallel", "8");
            assertEquals(ExitCode.OK, put.exitCode(), put.err());
            assertSameTree(tree, root.resolve("stored"));
            Terminal get =
                    run(server, "get", "-r", "stored", folder.resolve("back").toString());
            assertEquals(ExitCode.OK, get.exitCode(), get.err());
            assertSameTree(tree, folder.resolve("back"));
            Terminal again = run(server, "put", "-r", tree.toString(), "stored");
            assertEquals(ExitCode.FAILED, again.exitCode());
            assertTrue(again.out().contains("33 failed"), again.out());
            assertEquals(
                    ExitCode.OK,
                    run(server, "put", "-r", tree.toString(), "stored", "--replace")
                            .exitCode());
        }
    }

    @Test
    void shouldListADirectory() throws IOException {
        Files.write(root.resolve("b"), new byte[12]);
        Files.createDirectory(root.resolve("a"));
        try (RunningServer server = serve()) {
            Terminal ls = run(server, "ls");
            assertEquals(ExitCode.OK, ls.exitCode(), ls.err());
            List<String> lines = ls.out().lines().toList();
            assertTrue(lines.get(0).startsWith("           -  ") && lines.get(0).endsWith("  a/"), ls.out());
            assertTrue(lines.get(1).startsWith("          12  ") && lines.get(1).endsWith("  b"), ls.out());
            assertTrue(run(server, "ls", "--json", "b")
                    .out()
                    .startsWith("{\"name\":\"b\",\"kind\":\"file\",\"bytes\":12,"));
        }
    }

    @Test
    void shouldCopyBetweenServers() throws IOException {
        Files.write(root.resolve("original"), Bytes.pattern(900_000, 3));
        Path otherRoot = Files.createDirectory(folder.resolve("other"));
        try (RunningServer from = serve();
                RunningServer to = RunningServer.start("--files", otherRoot.toString())) {
            Terminal copy = run(from, "cp", "original", "there/copy", "--to", to.serverOption());
            assertEquals(ExitCode.OK, copy.exitCode(), copy.err());
            assertArrayEquals(Bytes.pattern(900_000, 3), Files.readAllBytes(otherRoot.resolve("there/copy")));
            assertEquals(ExitCode.OK, run(from, "cp", "original", "here").exitCode());
            assertArrayEquals(Bytes.pattern(900_000, 3), Files.readAllBytes(root.resolve("here")));
        }
    }

    @Test
    void shouldCopyATree() throws IOException {
        Path tree = Files.createDirectories(root.resolve("tree/below/nothing in it"))
                .getParent()
                .getParent();
        Files.write(tree.resolve("empty"), new byte[0]);
        for (int i = 0; i < 20; i++) {
            Files.write(tree.resolve("below/" + i), Bytes.pattern(10_000 * i, i));
        }
        Path otherRoot = Files.createDirectory(folder.resolve("other"));
        try (RunningServer from = serve();
                RunningServer to = RunningServer.start("--files", otherRoot.toString())) {
            Terminal refused = run(from, "cp", "tree", "copy", "--to", to.serverOption());
            assertEquals(ExitCode.USAGE, refused.exitCode());
            assertEquals("linkport cp: 'tree' is a directory; -r takes everything in it\n", refused.err());
            Terminal copy = run(from, "cp", "-r", "tree", "a/copy", "--to", to.serverOption(), "--parallel", "8");
            assertEquals(ExitCode.OK, copy.exitCode(), copy.err());
            assertSameTree(tree, otherRoot.resolve("a/copy"));
            Set<String> before = names(tree);
            Terminal intoItself = run(from, "cp", "-r", "tree", "tree/copy");
            assertEquals(ExitCode.OK, intoItself.exitCode(), intoItself.err());
            assertEquals(before, names(tree.resolve("copy")));
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        Path file = file("here", 10);
        Files.write(root.resolve("there"), new byte[1]);
        try (RunningServer server = serve()) {
            assertEquals(
                    ExitCode.FAILED,
                    run(server, "put", file.toString(), "there").exitCode());
            assertEquals(1, Files.size(root.resolve("there")));
            assertEquals(ExitCode.NOT_FOUND, run(server, "put", file + "-not").exitCode());
            assertEquals(ExitCode.USAGE, run(server, "put", folder.toString()).exitCode());
            assertEquals(ExitCode.NOT_FOUND, run(server, "get", "nothing").exitCode());
            assertEquals(ExitCode.NOT_FOUND, run(server, "ls", "nothing").exitCode());
            assertEquals(ExitCode.NOT_FOUND, run(server, "cat", "nothing").exitCode());
            Terminal outside = run(server, "put", file.toString(), "../outside");
            assertEquals(ExitCode.FAILED, outside.exitCode(), outside.err());
            assertFalse(Files.exists(folder.resolve("outside")));
        }
    }

    @Test
    void shouldBeRefusedWithoutThePermission() throws IOException {
        Path file = file("here", 10);
        try (RunningServer server = serve("--anonymous=files:read")) {
            assertEquals(ExitCode.OK, run(server, "ls").exitCode());
            assertEquals(
                    ExitCode.NOT_PERMITTED, run(server, "put", file.toString()).exitCode());
            assertFalse(Files.exists(root.resolve("here")));
        }
        try (RunningServer server = RunningServer.start()) {
            Terminal ls = run(server, "ls");
            assertEquals(ExitCode.NOT_PERMITTED, ls.exitCode());
            assertTrue(ls.err().contains("no files for this user"), ls.err());
        }
    }
}
