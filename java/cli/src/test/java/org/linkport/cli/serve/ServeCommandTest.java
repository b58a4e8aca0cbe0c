/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Bytes;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/** The server as a command: says where it listens, echoes, takes its options from a file, logs to one, and ends when asked to. */
class ServeCommandTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path folder;

    @Test
    void shouldSayWhereItListensAndEnd() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            assertTrue(server.firstLine().endsWith(" engine=" + RunningServer.ENGINE_NAME), server.firstLine());
            Peer peer = ports.peer(server.address());
            assertEquals(0, server.end());
            peer.close();
        }
    }

    @Test
    void shouldEchoBesideIt() throws Exception {
        try (RunningServer server = RunningServer.start("--echo", "0")) {
            Peer peer = ports.peer(server.echoAddress());
            byte[] sent = Bytes.pattern(300_000, 7);
            peer.send(sent);
            Bytes.assertSame(sent, peer.read(sent.length));
            peer.close();
            assertEquals(0, server.end());
        }
    }

    @Test
    void shouldTakeOptionsFromAFileUnlessTheCommandLineHasThem() throws Exception {
        Path log = folder.resolve("logs/server.log");
        Path file = Files.writeString(
                folder.resolve("linkport.conf"),
                "# what it is\nlisten = nowhere.invalid:1\necho = 0\nlog-file = "
                        + log.toString().replace("\\", "\\\\") + "\nlog-level=debug\nstop-on-eof = false\n");
        try (RunningServer server = RunningServer.start("--config", file.toString())) {
            assertTrue(server.echoAddress().getPort() > 0);
            assertEquals(0, server.end());
        }
        String logged = Files.readString(log);
        assertTrue(logged.contains("INFO ") && logged.contains("all protocols on"), logged);
        assertTrue(logged.contains("stopped"), logged);
    }

    @Test
    void shouldSayWhatIsInTheWay() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.loopback().getAddress())) {
            Terminal run = Terminal.run(
                    "serve",
                    "--anonymous",
                    "--engine",
                    RunningServer.ENGINE_NAME,
                    "--listen",
                    "" + taken.getLocalPort());
            assertEquals(ExitCode.FAILED, run.exitCode());
            assertTrue(run.err().contains("" + taken.getLocalPort()), run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void shouldSayThatAHostIsNotKnown() {
        Terminal run = Terminal.run("serve", "--anonymous", "--listen", "no-such-host.invalid:9700");
        assertEquals(ExitCode.NO_CONNECTION, run.exitCode());
        assertTrue(run.err().contains("no-such-host.invalid"), run.err());
    }
}
