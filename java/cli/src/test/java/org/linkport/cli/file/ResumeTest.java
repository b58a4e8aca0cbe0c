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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;

/**
 * Transfers whose link is broken half-way, for good or by an operator: a command that finds no server again says so and leaves
 * nothing under the final name; {@code --resume} moves only the rest; a link that is followed by another needs nobody's help.
 */
class ResumeTest {
    private static final int SIZE = 6 << 20;
    private static final long CUT = 4L << 20;
    /** What is certainly there after the cut: all but what is on its way in windows and buffers. */
    private static final long SAVED = 1L << 20;

    @TempDir
    Path folder;

    private final byte[] content = Bytes.pattern(SIZE, 7);
    private Path root;
    private Path local;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        local = Files.write(folder.resolve("local"), content);
    }

    private RunningServer serve() throws IOException {
        return RunningServer.start("--files", root.toString());
    }

    private static Terminal run(String address, String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "-s", address, "--engine", RunningServer.ENGINE_NAME));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    /** Runs it over a link that breaks in the middle, and then without any server. */
    private static void assertBreaks(RunningServer server, String... command) throws IOException {
        try (HalfwayProxy proxy = new HalfwayProxy(server.address(), CUT)) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(
                    List.of("-s", proxy.address(), "--engine", RunningServer.ENGINE_NAME, "--retry-seconds", "0"));
            Terminal broken = Terminal.run(arguments);
            assertEquals(ExitCode.NO_CONNECTION, broken.exitCode(), broken.err());
            assertTrue(broken.err().contains("; --resume goes on from what is there"), broken.err());
            assertTrue(proxy.movedBytes() > CUT, "it was not broken");
        }
    }

    private static void assertMovesTheRest(RunningServer server, String... command) throws IOException {
        try (HalfwayProxy proxy = new HalfwayProxy(server.address(), Long.MAX_VALUE)) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(
                    List.of("-s", proxy.address(), "--engine", RunningServer.ENGINE_NAME, "--resume", "--json"));
            Terminal resumed = Terminal.run(arguments);
            assertEquals(ExitCode.OK, resumed.exitCode(), resumed.err());
            assertTrue(resumed.out().contains("\"ok\":true,\"bytes\":" + SIZE), resumed.out());
            assertTrue(proxy.movedBytes() < SIZE - SAVED, "moved " + proxy.movedBytes());
        }
    }

    @Test
    void shouldGoOnWithAnUploadThatBroke() throws IOException {
        try (RunningServer server = serve()) {
            assertBreaks(server, "put", local.toString(), "there");
            assertFalse(Files.exists(root.resolve("there")));
            assertMovesTheRest(server, "put", local.toString(), "there");
            assertArrayEquals(content, Files.readAllBytes(root.resolve("there")));
        }
    }

    @Test
    void shouldGoOnWithADownloadThatBroke() throws IOException {
        Files.write(root.resolve("there"), content);
        Path back = folder.resolve("back");
        try (RunningServer server = serve()) {
            assertBreaks(server, "get", "there", back.toString());
            assertFalse(Files.exists(back));
            assertMovesTheRest(server, "get", "there", back.toString());
            assertArrayEquals(content, Files.readAllBytes(back));
        }
    }

    @Test
    void shouldNeedNoHelpWhenAnOperatorResetsItsLink() throws IOException {
        try (RunningServer server = serve()) {
            String address = server.serverOption();
            CompletableFuture<Terminal> put = CompletableFuture.supplyAsync(
                    () -> run(address, "put", local.toString(), "there", "--rate-kib", "2048", "--json"));
            Await.until("half of it has come", () -> received(address) > SIZE / 2);
            long id = id(address);
            Terminal aborted = run(address, "links", "--abort", "--close", Long.toString(id));
            assertEquals(ExitCode.OK, aborted.exitCode(), aborted.err());
            Terminal ended = Await.value(put);
            assertEquals(ExitCode.OK, ended.exitCode(), ended.err());
            assertTrue(ended.out().contains("\"links\":2"), ended.out());
            assertArrayEquals(content, Files.readAllBytes(root.resolve("there")));
        }
    }

    /** The link that has received most: the others are of the one who asks. */
    private static Matcher busiest(String address) {
        Terminal listed = run(address, "links", "--json", "--sort", "received", "-r", "-n", "1");
        Matcher row = Pattern.compile("\"id\":(\\d+).*\"bytesReceived\":(\\d+)").matcher(listed.out());
        assertTrue(row.find(), () -> listed.out() + listed.err());
        return row;
    }

    private static long id(String address) {
        return Long.parseLong(busiest(address).group(1));
    }

    private static long received(String address) {
        return Long.parseLong(busiest(address).group(2));
    }
}
