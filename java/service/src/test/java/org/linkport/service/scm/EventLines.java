/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What went to the event log. Wine keeps none, but says on a stream of its own what one would have; see service_java.sh. */
final class EventLines {
    private EventLines() {}

    static void assertHold(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!all().contains(text)) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "the event log has no line with '" + text + "'");
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Whether this is no Windows. */
    static boolean underWine() {
        return !System.getProperty("linkport.test.eventlog", "").isEmpty();
    }

    private static String all() throws IOException, InterruptedException {
        if (underWine()) {
            Path stream = Path.of(System.getProperty("linkport.test.eventlog"));
            return new String(Files.readAllBytes(stream), StandardCharsets.UTF_8);
        }
        return Ran.program("wevtutil", "qe", "Application", "/rd:true", "/c:50", "/f:text")
                .output();
    }
}
