/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.service.internal.life.ServiceStatus;
import org.linkport.service.internal.life.ServiceStatus.State;

/** Attacks what systemd is told, over real sockets with a path and with an abstract name, and variables that lie. */
@EnabledOnOs(OS.LINUX)
class SystemdTest {
    private static final long PID = 4711;

    @TempDir
    Path folder;

    private static Map<String, String> environment(String socket, String... more) {
        Map<String, String> variables = new HashMap<>(Map.of("NOTIFY_SOCKET", socket));
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return variables;
    }

    private static void assertTells(String name) {
        try (ManagerSocket manager = new ManagerSocket(name);
                Systemd systemd = Systemd.of(environment(name), PID)) {
            systemd.report(new ServiceStatus(State.START_PENDING, 1, 10_000, 0));
            assertEquals("STATUS=starting\nEXTEND_TIMEOUT_USEC=10000000", manager.receive());
            systemd.report(new ServiceStatus(State.RUNNING, 0, 0, 0));
            assertEquals("READY=1\nSTATUS=running", manager.receive());
            systemd.report(new ServiceStatus(State.STOP_PENDING, 1, 10_000, 0));
            assertEquals("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=10000000", manager.receive());
            systemd.report(new ServiceStatus(State.STOP_PENDING, 2, 10_000, 0));
            assertEquals("STATUS=stopping\nEXTEND_TIMEOUT_USEC=10000000", manager.receive());
            systemd.feedWatchdog(); // there is none
            systemd.report(new ServiceStatus(State.STOPPED, 0, 0, 3));
            assertEquals("STATUS=stopped, exit code 3", manager.receive());
        }
    }

    @Test
    void shouldTellAPath() {
        assertTells(folder.resolve("notify").toString());
    }

    @Test
    void shouldTellAnAbstractName() {
        assertTells("@linkport-test-" + ProcessHandle.current().pid());
    }

    @Test
    void shouldSayThatItStopsWhenItFailsToStart() {
        String name = folder.resolve("notify").toString();
        try (ManagerSocket manager = new ManagerSocket(name);
                Systemd systemd = Systemd.of(environment(name), PID)) {
            systemd.report(new ServiceStatus(State.STOPPED, 0, 0, 10));
            assertEquals("STOPPING=1\nSTATUS=stopped, exit code 10", manager.receive());
        }
    }

    @Test
    void shouldFeedAWatchdogTwiceInItsTime() {
        String name = folder.resolve("notify").toString();
        try (ManagerSocket manager = new ManagerSocket(name);
                Systemd systemd =
                        Systemd.of(environment(name, "WATCHDOG_USEC", "500000", "WATCHDOG_PID", "4711"), PID)) {
            assertEquals(250, systemd.tickMillis());
            systemd.feedWatchdog();
            assertEquals("WATCHDOG=1", manager.receive());
        }
    }

    @Test
    void shouldTickOftenEnoughForLongWatchdogsAndNone() {
        String name = folder.resolve("notify").toString();
        try (Systemd slow = Systemd.of(environment(name, "WATCHDOG_USEC", "30000000"), PID);
                Systemd other = Systemd.of(environment(name, "WATCHDOG_USEC", "2000", "WATCHDOG_PID", "1"), PID);
                Systemd wrong = Systemd.of(environment(name, "WATCHDOG_USEC", "soon"), PID)) {
            assertEquals(1_000, slow.tickMillis());
            assertEquals(1_000, other.tickMillis());
            assertEquals(1_000, wrong.tickMillis());
        }
    }

    @Test
    void shouldBeNobodyWithoutASocket() {
        assertNull(Systemd.of(Map.of(), PID));
        assertNull(Systemd.of(environment(""), PID));
    }

    @Test
    void shouldRefuseSocketsThatCannotBe() {
        for (String name : new String[] {"vsock:2:1", "relative", "@", "/" + "x".repeat(107)}) {
            String said = assertThrows(IllegalArgumentException.class, () -> Systemd.of(environment(name), PID))
                    .getMessage();
            assertTrue(said.contains(name), said);
        }
    }

    @Test
    void shouldGoOnWhenNobodyListens() {
        try (Systemd systemd = Systemd.of(environment(folder.resolve("nobody").toString()), PID)) {
            systemd.report(new ServiceStatus(State.START_PENDING, 1, 10_000, 0));
            systemd.report(new ServiceStatus(State.RUNNING, 0, 0, 0));
        }
    }
}
