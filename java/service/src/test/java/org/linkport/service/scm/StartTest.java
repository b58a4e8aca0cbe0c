/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.service.internal.command.ServiceControl.Report;
import org.linkport.service.internal.command.ServiceControl.State;

/** Attacks starts: what the program is given, when it counts as running, and every way in which it does not start. */
class StartTest extends InstalledService {
    private static final int SPECIFIC_ERROR = 1066;

    private void assertFailed(int specificCode, Report report) {
        assertEquals(State.STOPPED, report.state());
        assertEquals(SPECIFIC_ERROR, report.exitCode());
        assertEquals(specificCode, report.specificCode());
    }

    @Test
    void shouldServeWithTheArgumentsAndTheDirectoryOfItsInstallation() throws Exception {
        String[] odd = {"a b", "", "quo\"te", "back\\", "back \\", "two\\\\\"x", "%", "--port=1"};
        List<String> words = new ArrayList<>(List.of("--start", "manual", "--", fixture.folder.toString(), "0"));
        words.addAll(List.of(odd));
        fixture.command("install", words.toArray(new String[0])).expect(0);
        fixture.start();
        fixture.told("port");
        assertEquals(fixture.folder + "\n0\n" + String.join("\n", odd), fixture.told("arguments"));
        assertEquals(fixture.folder.toString(), fixture.told("directory"));
        assertEquals("WINDOWS", fixture.told("host"));
        assertTrue(Files.exists(fixture.folder.resolve("relative-" + fixture.folder.getFileName())));
        try (Socket socket = fixture.connect()) {
            socket.getOutputStream().write("echo".getBytes(UTF_8));
            assertEquals("echo", new String(socket.getInputStream().readNBytes(4), UTF_8));
        }
        fixture.command("status").expect(0).says("RUNNING, process ");
        fixture.command("start").expect(7).says("1056");
        Ran.program("net", "stop", fixture.name).expect(0);
        assertEquals(0, fixture.await(State.STOPPED).exitCode());
        fixture.command("status").expect(3).says("STOPPED");
    }

    @Test
    void shouldRunWhatScCreated() throws Exception {
        String image =
                "\"" + Ran.java() + "\" -Xrs -jar \"" + fixture.jar + "\" run-service \"" + fixture.folder + "\" 0";
        // Quotes inside an argument are written \\" for the tool that reads them.
        Ran.program("sc", "create", fixture.name, "binPath=", image.replace("\"", "\\\""), "start=", "demand")
                .expect(0);
        fixture.start();
        Ran.program("sc", "query", fixture.name).expect(0).says("RUNNING");
        Ran.program("sc", "stop", fixture.name);
        assertEquals(0, fixture.await(State.STOPPED).exitCode());
        assertEquals("STOP with 0 links", fixture.told("stop"));
        Ran.program("sc", "delete", fixture.name).expect(0);
        fixture.awaitGone();
    }

    @Test
    void shouldGiveTheArgumentsOfTheStartAsWell() throws Exception {
        fixture.install(0);
        fixture.command("start", "--", "late", "one more").expect(0).says("started " + fixture.name);
        assertEquals(fixture.folder + "\n0\nlate\none more", fixture.told("arguments"));
    }

    @Test
    void shouldBePendingWithGrowingCheckpointsUntilTheProgramServes() throws Exception {
        fixture.install(0);
        fixture.close("start");
        Ran.program("net", "start", fixture.name);
        fixture.told("start.waits");
        int before = fixture.query().checkPoint();
        for (int i = 0; i < 3; i++) {
            int last = before;
            Report report = fixture.await(now -> now.checkPoint() > last);
            assertEquals(State.START_PENDING, report.state());
            assertTrue(report.waitHintMillis() > 1_000);
            before = report.checkPoint();
        }
        Ran.program("sc", "query", fixture.name).expect(0).says("START_PENDING");
        fixture.open("start");
        Report running = fixture.await(report -> report.state() != State.START_PENDING);
        assertEquals(new Report(State.RUNNING, running.processId(), 0, 0, 0, 0), running);
        fixture.told("port");
    }

    @Test
    void shouldReportATcpPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            fixture.install(taken.getLocalPort());
            fixture.command("start")
                    .expect(9)
                    .says("service-specific exit code 10")
                    .says("the event log says why");
            assertFailed(FixtureMain.IN_USE, fixture.query());
            EventLines.assertHold("the start failed with exit code 10: cannot listen on");
        }
        fixture.start();
    }

    @Test
    void shouldReportAProgramThatThrows() throws Exception {
        fixture.command("install", "--", fixture.folder.toString(), "no number").expect(0);
        fixture.command("start").expect(9).says("service-specific exit code 1");
        assertFailed(1, fixture.query());
        EventLines.assertHold("the start failed with exit code 1: For input string");
    }

    @Test
    void shouldEndAStartThatTakesTooLong() throws Exception {
        fixture.install(0, "--jvm-option", "-Dfixture.startMillis=3000");
        fixture.close("start");
        Ran.program("net", "start", fixture.name);
        assertFailed(2, fixture.await(State.STOPPED));
        EventLines.assertHold("the start takes longer than startMillis, 3000 ms");
    }

    @Test
    void shouldStopWhileItStarts() throws Exception {
        fixture.install(0);
        fixture.close("start");
        Ran.program("net", "start", fixture.name);
        fixture.told("start.waits");
        fixture.command("stop").expect(0).says("stopped");
        assertEquals(0, fixture.query().exitCode());
        fixture.open("start");
        fixture.start();
    }
}
