/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;

/** Starts consoles, and proves that they leave no thread behind. */
final class Consoles {
    private Consoles() {}

    /** On any TCP port, closed at the end of the test. */
    static Console start(Ports ports, Linkport port) {
        return start(ports, port, ConsoleOptions.DEFAULT.withLoopback(0));
    }

    static Console start(Ports ports, Linkport port, ConsoleOptions options) {
        Console console = Console.start(port, options);
        ports.closeLater(() -> {
            console.close();
            Await.until("the console's threads have ended", () -> threads(port).isEmpty());
            assertEquals(0, console.viewers());
        });
        return console;
    }

    static List<String> threads(Linkport port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("console-" + port.options().name()))
                .toList();
    }
}
