/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person reads when a command fails against a real server: what was asked, what was found and what to do, each once, in
 * one line. Attacks reasons that every layer says again, codes of the wire, names of classes, and addresses as Java prints them.
 */
class FailureTextTest {
    private static final String ANONYMOUS_ONLY =
            "the server knows no users; it offers ANONYMOUS; --user says who logs in, or nobody without it";
    private static final String NAMED_ONLY =
            "the server lets nobody in without a name; it offers SCRAM-SHA-256; --user says who logs in, or nobody without it";

    @TempDir
    Path folder;

    private Path secret;
    private Path local;

    @BeforeEach
    void makeFiles() throws IOException {
        secret = Files.writeString(folder.resolve("secret"), "correct horse");
        local = Files.writeString(folder.resolve("local"), "local");
        Files.createDirectories(folder.resolve("root/directory"));
        Files.writeString(folder.resolve("root/there"), "there");
    }

    private RunningServer serve(String... more) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--files", folder.resolve("root").toString()));
        options.addAll(List.of(more));
        return RunningServer.start(options.toArray(new String[0]));
    }

    private static Terminal run(String server, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "-s", server, "--engine", RunningServer.ENGINE_NAME));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    private static void assertSays(String line, RunningServer server, String command, String... more) {
        assertEquals(line + "\n", run(server.serverOption(), command, more).err());
    }

    @Test
    void shouldSayOnceThatNobodyListens() throws IOException {
        RunningServer ended = serve();
        ended.close();
        String said = run(ended.serverOption(), "ls").err();
        String expected = "linkport ls: cannot connect to " + ended.serverOption()
                + ": nobody listens there; check the TCP port and that the server runs (REFUSED";
        assertTrue(said.matches(Pattern.quote(expected) + "(, OS code \\d+)?\\)\n"), said);
        assertEquals(
                "linkport ls: cannot connect to no-such-host.invalid:1: the host name has no address; check its spelling, or use"
                        + " a numeric address (UNRESOLVED)\n",
                run("no-such-host.invalid:1", "ls").err());
    }

    @Test
    void shouldSayOnceThatAnAddressIsInUse() throws IOException {
        try (RunningServer server = serve()) {
            Terminal second = Terminal.run(
                    "serve", "--anonymous", "--engine", RunningServer.ENGINE_NAME, "--listen", server.serverOption());
            assertEquals(ExitCode.FAILED, second.exitCode());
            String expected = "linkport serve: cannot listen on " + server.serverOption()
                    + ": another socket has that address; stop it, or choose another TCP port (ADDRESS_IN_USE";
            assertTrue(second.err().matches(Pattern.quote(expected) + "(, OS code \\d+)?\\)\n"), second.err());
        }
    }

    @Test
    void shouldSayOnceWhoIsNotLetIn() throws IOException {
        Path users = folder.resolve("users");
        Terminal.run("user", "add", users.toString(), "ann", "--may", "*", "--secret-file", secret.toString());
        String[] wrong = {"-u", "ann", "--secret-file", local.toString()};
        try (RunningServer server = serve("--users", users.toString())) {
            String cannot = "linkport ls: cannot connect to " + server.serverOption() + ": ";
            assertSays(cannot + "no such user, or another secret; check --user and the secret", server, "ls", wrong);
            assertSays(cannot + NAMED_ONLY, server, "ls");
        }
        try (RunningServer server = serve()) {
            String cannot = "linkport ls: cannot connect to " + server.serverOption() + ": ";
            assertSays(cannot + ANONYMOUS_ONLY, server, "ls", wrong);
        }
        assertEquals(
                "linkport ls: the file of the secret, 'none', cannot be read: there is no such file or directory\n",
                run("1", "ls", "-u", "ann", "--secret-file", "none").err());
    }

    @Test
    void shouldSayOnceWhatIsNotThere() throws IOException {
        try (RunningServer server = serve()) {
            String none = ": there is no such file or directory";
            assertSays("linkport ls: cannot read 'none/x'" + none + ": none", server, "ls", "none/x");
            assertSays("linkport get: cannot read 'none'" + none, server, "get", "none");
            assertSays("linkport cat: cannot open 'none'" + none, server, "cat", "none");
            assertSays("linkport cp: cannot read 'none'" + none, server, "cp", "none", "x");
            assertSays("linkport cat: cannot open 'directory': not a regular file", server, "cat", "directory");
            assertSays(
                    "linkport ls: cannot read '../x': no path that may be named: '..' is no name",
                    server,
                    "ls",
                    "../x");
        }
    }

    @Test
    void shouldSayOnceWhyAFileWasNotMoved() throws IOException {
        try (RunningServer server = serve("--anonymous=files:read")) {
            assertSays(
                    "linkport put: '" + local + "' to 'new': access is denied: needs the permission files:write",
                    server,
                    "put",
                    local.toString(),
                    "new");
        }
        try (RunningServer server = serve()) {
            String there = ": there is something of that name; --replace takes its place";
            assertSays("linkport put: '" + local + "' to 'there'" + there, server, "put", local.toString(), "there");
            assertSays("linkport get: 'there' to '" + local + "'" + there, server, "get", "there", local.toString());
            String address = server.serverOption();
            assertSays(
                    "linkport cp: '" + address + " there' to '" + address + " there'" + there,
                    server,
                    "cp",
                    "there",
                    "there");
            Path nowhere = folder.resolve("nowhere").resolve("x");
            assertSays(
                    "linkport get: 'there' to '" + nowhere + "': there is no such file or directory: "
                            + nowhere.getParent(),
                    server,
                    "get",
                    "there",
                    nowhere.toString());
        }
    }
}
