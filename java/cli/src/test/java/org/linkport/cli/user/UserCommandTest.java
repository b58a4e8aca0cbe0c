/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;

/** Users by command: added, logged in, with another secret, without the permission, removed; the file holds no secret. */
class UserCommandTest {
    @TempDir
    Path folder;

    private Terminal log(RunningServer server, String user, String secret) throws Exception {
        Path secretFile = Files.writeString(folder.resolve("secret"), secret + "\n");
        return Terminal.run(
                "bench",
                "-s",
                server.serverOption(),
                "--engine",
                RunningServer.ENGINE_NAME,
                "-u",
                user,
                "--secret-file",
                secretFile.toString(),
                "--mode",
                "echo",
                "--links",
                "1",
                "--kib",
                "1",
                "--packets",
                "1");
    }

    @Test
    void shouldLetInWhoHasTheSecretAndThePermission() throws Exception {
        Path users = folder.resolve("users");
        Terminal added = Terminal.run("user", "add", users.toString(), "alice", "--may", "throughput", "--generate");
        assertEquals(ExitCode.OK, added.exitCode(), added.err());
        String secret = added.out().strip();
        assertFalse(Files.readString(users).contains(secret));
        Terminal ofBob = Terminal.run("user", "add", users.toString(), "bob", "--may", "files:read", "--generate");
        try (RunningServer server = RunningServer.start("--users", users.toString())) {
            assertEquals(ExitCode.OK, log(server, "alice", secret).exitCode());
            assertEquals(
                    ExitCode.NOT_PERMITTED, log(server, "alice", secret + "x").exitCode());
            assertEquals(ExitCode.NOT_PERMITTED, log(server, "nobody", secret).exitCode());
            Terminal notPermitted = log(server, "bob", ofBob.out().strip());
            assertEquals(ExitCode.NOT_PERMITTED, notPermitted.exitCode());
            assertTrue(notPermitted.err().contains("does not speak 'throughput' with bob"), notPermitted.err());
        }
    }

    @Test
    void shouldRemoveUsers() {
        String users = folder.resolve("users").toString();
        Terminal.run("user", "add", users, "alice", "--may", "*", "--generate");
        assertEquals(ExitCode.OK, Terminal.run("user", "remove", users, "alice").exitCode());
        Terminal run = Terminal.run("user", "remove", users, "alice");
        assertEquals(ExitCode.NOT_FOUND, run.exitCode());
        assertTrue(run.err().contains("no user 'alice'"), run.err());
    }

    @Test
    void shouldRefuseWhatCannotBeAUser() {
        String users = folder.resolve("users").toString();
        Terminal run = Terminal.run("user", "add", users, "a b", "--may", "*", "--generate");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertFalse(Files.exists(Path.of(users)));
        run = Terminal.run("user", "add", users, "alice", "--may", "Files", "--generate");
        assertEquals(ExitCode.USAGE, run.exitCode());
    }
}
