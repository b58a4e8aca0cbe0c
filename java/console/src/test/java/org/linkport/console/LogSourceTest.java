/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines of a log are kept, in order and bounded, however many threads write. Attacks with more lines than fit,
 * with threads that write while others read, and with lines and stacks that are too long.
 */
class LogSourceTest {
    private static final Logger LOG = LoggerFactory.getLogger(LogSourceTest.class);

    @RegisterExtension
    final Ports ports = new Ports();

    private static LogLine line(String text) {
        return new LogLine(1, LogLine.Level.INFO, "logger", "thread", text);
    }

    @Test
    void shouldKeepTheLastLines() {
        LogSource log = new LogSource();
        for (int i = 0; i < LogSource.LINES + 10; i++) {
            log.add(line(String.valueOf(i)));
        }
        List<LogSource.Numbered> kept = log.from(0, Integer.MAX_VALUE);
        assertEquals(LogSource.LINES, kept.size());
        assertEquals(10, kept.get(0).number());
        assertEquals("10", kept.get(0).line().text());
        assertEquals(3, log.from(LogSource.LINES, 3).size());
        assertEquals(List.of(), log.from(log.count(), 10));
    }

    @Test
    void shouldCutWhatIsTooLong() {
        LogLine line = line("x".repeat(LogLine.TEXT_MAX + 1));
        assertEquals(LogLine.TEXT_MAX, line.text().length());
        assertTrue(line.text().endsWith("\u2026"));
    }

    @Test
    void shouldGiveWholeLinesInOrderWhileManyWrite() {
        LogSource log = new LogSource();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(3);
        for (int t = 0; t < 3; t++) {
            new Thread(() -> {
                        for (int i = 0; !over.get(); i++) {
                            log.add(line(String.valueOf(i)));
                        }
                        ended.countDown();
                    })
                    .start();
        }
        try {
            long next = 0;
            while (next < 200_000) {
                for (LogSource.Numbered line : log.from(next, 100)) {
                    assertTrue(line.number() >= next, "in order");
                    next = line.number() + 1;
                }
            }
        } finally {
            over.set(true);
        }
        Await.latch(ended);
    }

    @Test
    void shouldShowWhatLogbackLogsWhileAConsoleRuns() throws Exception {
        Linkport port = ports.open();
        Console console = Consoles.start(ports, port);
        LOG.warn("to be <b>seen</b>", new IllegalStateException("with its stack"));
        try (Socket viewer = Ask.get(console, "/log").open()) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.UTF_8));
            String data = reader.readLine();
            while (!data.contains("to be ")) {
                data = reader.readLine();
            }
            assertTrue(data.contains("\"level\":\"WARN\"") && data.contains("with its stack"), data);
            assertFalse(data.contains("<b>"), "markup is escaped even there");
        }
        LogSource log = console.log();
        console.close();
        long before = log.count();
        LOG.warn("after its end");
        assertEquals(before, log.count(), "nothing is attached any more");
    }
}
