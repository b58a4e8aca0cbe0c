/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Printable;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.slf4j.LoggerFactory;

/** Attacks the terminal with what a server says: escape sequences of both kinds, carriage returns, lines in a name. */
class HostileTextTest {
    private static final String HOSTILE = "one\u001b]0;title\u0007two\rthree\u009b2J\u007f";
    private static final String SHOWN = "one?]0;title?two?three?2J?";

    private static Terminal log(RunningServer server, String... more) {
        List<String> arguments = new ArrayList<>(List.of("log", "-s", server.serverOption()));
        arguments.addAll(List.of("--engine", RunningServer.ENGINE_NAME, "--logger", "hostile"));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    @Test
    void shouldShowLinesOfALogAndNotObeyThem() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            LoggerFactory.getLogger("hostile").warn(HOSTILE);
            Terminal shown = log(server);
            assertEquals(ExitCode.OK, shown.exitCode(), shown.err());
            assertTrue(shown.out().contains(SHOWN), shown.out());
            String json = log(server, "--json").out();
            assertTrue(json.contains("one\\u001b]0;title\\u0007two\\u000dthree\\u009b2J\\u007f"), json);
        }
    }

    @Test
    void shouldKeepWhatTextIsMadeOf() {
        assertEquals("Grüße, 世界 \uD83D\uDE80", Printable.line("Grüße, 世界 \uD83D\uDE80"));
        assertEquals("a?b?c", Printable.line("a\nb\tc"));
        assertEquals("a\n\tb\nc?d", Printable.lines("a\r\n\tb\nc\rd"));
        assertEquals("", Printable.lines(""));
    }
}
