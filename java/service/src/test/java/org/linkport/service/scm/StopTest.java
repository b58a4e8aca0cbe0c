/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.linkport.service.internal.command.ServiceControl.Report;
import org.linkport.service.internal.command.ServiceControl.State;
import org.linkport.service.internal.command.ServiceControlException;

/** Attacks stops with links that have much to receive, stops that come twice or never end, and ends without a stop. */
class StopTest extends InstalledService {
    private static final int SPECIFIC_ERROR = 1066;
    private static final int PROCESS_ABORTED = 1067;

    @Test
    void shouldDeliverAllThatIsQueuedAndThenTheEnd() throws Exception {
        fixture.install(0);
        fixture.start();
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(fixture.pushed());
        }
        fixture.control.stop(fixture.name);
        assertEquals("STOP with 8 links", fixture.told("stop"));
        int before = 0;
        for (int i = 0; i < 3; i++) {
            int last = before;
            Report report = fixture.await(now -> now.checkPoint() > last);
            assertEquals(State.STOP_PENDING, report.state());
            assertTrue(report.waitHintMillis() > 1_000);
            before = report.checkPoint();
        }
        for (Socket each : clients) {
            assertEquals(FixtureMain.PUSH_BYTES, Fixture.readPush(each.getInputStream()));
            each.close();
        }
        assertEquals(0, fixture.await(State.STOPPED).exitCode());
    }

    @Test
    void shouldEndADrainThatExceedsItsDeadline() throws Exception {
        fixture.install(0, "--jvm-option", "-Dfixture.drainMillis=3000");
        fixture.start();
        int processId = fixture.query().processId();
        try (Socket silent = fixture.pushed()) {
            fixture.command("stop").expect(0).says("stopped");
            assertEquals(0, fixture.query().exitCode()); // as asked for, so that nothing restarts it
            EventLines.assertHold("the stop takes longer than drainMillis, 3000 ms");
            assertTrue(silent.isConnected());
        }
        awaitEnd(processId);
    }

    @Test
    void shouldTakeOneStopAndWaitForItTwice() throws Exception {
        fixture.install(0);
        fixture.start();
        try (Socket client = fixture.pushed()) {
            fixture.control.stop(fixture.name);
            fixture.await(State.STOP_PENDING);
            ServiceControlException refused =
                    assertThrows(ServiceControlException.class, () -> fixture.control.stop(fixture.name));
            assertEquals(ServiceControlException.CANNOT_ACCEPT, refused.osCode());
            assertEquals(FixtureMain.PUSH_BYTES, Fixture.readPush(client.getInputStream()));
        }
        Report stopped = fixture.await(State.STOPPED);
        assertEquals(0, stopped.exitCode());
        fixture.command("stop").expect(3).says("1062");
    }

    @Test
    void shouldReportAProgramThatCannotGoOn() throws Exception {
        fixture.install(0);
        fixture.start();
        try (Socket client = fixture.connect()) {
            client.getOutputStream().write(FixtureMain.FAIL);
            assertEquals(-1, client.getInputStream().read());
        }
        Report report = fixture.await(State.STOPPED);
        assertEquals(SPECIFIC_ERROR, report.exitCode());
        assertEquals(FixtureMain.FAIL_CODE, report.specificCode());
        assertEquals("FAILURE with 1 links", fixture.told("stop"));
        EventLines.assertHold("failed with exit code 7: a link asked for it");
    }

    @Test
    void shouldStartAgainAfterItsProcessWasKilled() throws Exception {
        fixture.install(0);
        fixture.start();
        int processId = fixture.query().processId();
        assertTrue(ProcessHandle.of(processId).orElseThrow().destroyForcibly());
        awaitEnd(processId);
        if (!EventLines.underWine()) { // whose control manager does not look before the next start
            Report killed = fixture.await(State.STOPPED);
            assertEquals(PROCESS_ABORTED, killed.exitCode());
        }
        fixture.start();
        Report running = fixture.query();
        assertTrue(running.processId() != processId);
        assertTrue(ProcessHandle.of(running.processId()).isPresent());
        fixture.connect().close();
        fixture.command("stop").expect(0);
    }

    @Test
    void shouldStopBeforeItIsUninstalled() throws Exception {
        fixture.install(0);
        fixture.start();
        int processId = fixture.query().processId();
        fixture.command("uninstall").expect(0).says("stopped").says("uninstalled");
        fixture.awaitGone();
        assertEquals("STOP with 0 links", fixture.told("stop"));
        awaitEnd(processId);
    }

    private static void awaitEnd(int processId) throws Exception {
        ProcessHandle process = ProcessHandle.of(processId).orElse(null);
        if (process != null) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
    }
}
