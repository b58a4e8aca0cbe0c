/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Help and version: on standard output, with code 0, nothing in them that was not filled in, and every command has them. */
class HelpTest {
    @Test
    void shouldTellItsVersion() {
        Terminal run = Terminal.run("--version");
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().matches("(?s)linkport \\d+\\.\\d+\\.\\d+\\S*\\R.*"), run.out());
        assertTrue(run.out().contains("Java " + Runtime.version()), run.out());
    }

    @Test
    void shouldListEveryCommandAndEveryExitCode() {
        Terminal run = Terminal.run("--help");
        assertEquals(ExitCode.OK, run.exitCode());
        for (String command : commands()) {
            assertTrue(run.out().contains("\n  " + command), run.out());
        }
        for (int code = 0; code <= 6; code++) {
            assertTrue(run.out().contains("\n  " + code + "   "), run.out());
        }
    }

    @Test
    void shouldExplainEachCommand() {
        for (String command : commands()) {
            Terminal run = Terminal.run(command, "--help");
            assertEquals(ExitCode.OK, run.exitCode(), command);
            assertTrue(run.out().contains("Usage: linkport " + command), run.out());
            assertFalse(run.out().contains("${"), run.out());
            assertEquals("", run.err());
        }
    }

    private static List<String> commands() {
        StringWriter none = new StringWriter();
        CommandLine command = LinkportMain.commandLine(new PrintWriter(none), new PrintWriter(none));
        return List.copyOf(command.getSubcommands().keySet());
    }
}
