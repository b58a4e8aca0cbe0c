/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningCommand;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Await;

/**
 * {@code log --follow} against a real server: a line that the server logs later is shown, one of a lower level is not, and when
 * the server stops the command ends and says so in one line.
 */
class LogFollowCommandTest {
    @TempDir
    Path folder;

    private static List<String> arguments(RunningServer server, String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "-s", server.serverOption(), "--engine", RunningServer.ENGINE_NAME));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static int logIn(RunningServer server, String name, Path secret) {
        return Terminal.run(arguments(server, "links", "-u", name, "--secret-file", secret.toString()))
                .exitCode();
    }

    @Test
    void shouldShowLaterLinesOfTheLevel() throws Exception {
        Path right = Files.writeString(folder.resolve("right"), "correct horse");
        Path wrong = Files.writeString(folder.resolve("wrong"), "battery staple");
        String users = folder.resolve("users").toString();
        Terminal.run("user", "add", users, "ann", "--may", "*", "--secret-file", right.toString());
        try (RunningServer server = RunningServer.start("--users", users, "--anonymous=*")) {
            assertEquals(ExitCode.NOT_PERMITTED, logIn(server, "ann", wrong));
            RunningCommand follow = RunningCommand.start(arguments(server, "log", "--follow", "--level", "warn"));
            Await.until("the line of the past is shown", () -> follow.out().contains("a login as ann"));
            assertEquals(ExitCode.OK, logIn(server, "ann", right));
            assertEquals(ExitCode.NOT_PERMITTED, logIn(server, "bob", wrong));
            Await.until("the line that came is shown", () -> follow.out().contains("a login as bob"));
            server.end();
            Terminal ended = follow.ended();
            assertEquals(ExitCode.NO_CONNECTION, ended.exitCode());
            assertEquals("linkport log: the link has ended: the server is being stopped\n", ended.err());
            assertTrue(ended.out().lines().noneMatch(line -> line.contains(" INFO ")), ended.out());
        }
    }
}
