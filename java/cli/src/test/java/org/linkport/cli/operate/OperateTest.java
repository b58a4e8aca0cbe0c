/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/** An operator's commands against a real server: links are listed, closed and sent to, the log is read, figures are shown. */
class OperateTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private static Terminal run(RunningServer server, String command, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "-s", server.serverOption(), "--engine", RunningServer.ENGINE_NAME));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    private static String local(Peer peer) {
        return "127.0.0.1:" + peer.socket().getLocalPort();
    }

    /** An echo has come back: so the link is open at the server. */
    private Peer echoPeer(RunningServer server) {
        Peer peer = ports.peer(server.echoAddress());
        peer.send("hello");
        assertEquals("hello", peer.readText(5));
        return peer;
    }

    private static String idOf(RunningServer server, Peer peer) {
        Terminal listed = run(server, "links", "--json", local(peer));
        Matcher id = Pattern.compile("^\\{\"id\":(\\d+),").matcher(listed.out());
        assertTrue(id.find(), () -> listed.out() + listed.err());
        return id.group(1);
    }

    @Test
    void shouldListLinks() throws Exception {
        try (RunningServer server = RunningServer.start("--echo", "0")) {
            Peer peer = echoPeer(server);
            Terminal all = run(server, "links", "--sort", "sent", "-r");
            assertEquals(ExitCode.OK, all.exitCode(), all.err());
            assertTrue(all.out().startsWith("ID "), all.out());
            assertTrue(all.out().contains(local(peer)), all.out());
            assertTrue(all.out().contains("2 of 2 shown, 2 open"), all.out());
            Terminal json = run(server, "links", "--json", local(peer));
            assertTrue(json.out().contains("\"bytesReceived\":5,\"bytesSent\":5,\"pendingBytes\":0}"), json.out());
        }
    }

    @Test
    void shouldCloseLinks() throws Exception {
        try (RunningServer server = RunningServer.start("--echo", "0")) {
            Peer peer = echoPeer(server);
            String id = idOf(server, peer);
            assertEquals(ExitCode.OK, run(server, "links", "--close", id).exitCode());
            peer.expectEnd();
            Peer other = echoPeer(server);
            assertEquals(
                    ExitCode.OK,
                    run(server, "links", "--abort", "--close", idOf(server, other))
                            .exitCode());
            other.expectReset();
            Terminal again = run(server, "links", "--close", "999999999");
            assertEquals(ExitCode.NOT_FOUND, again.exitCode());
            assertTrue(again.err().contains("there is no link 999999999"), again.err());
        }
    }

    @Test
    void shouldSendToOneAndToAll() throws Exception {
        try (RunningServer server = RunningServer.start("--echo", "0")) {
            Peer peer = echoPeer(server);
            Terminal one = run(server, "send", "--to", idOf(server, peer), "--hex", "48 65:79");
            assertEquals(ExitCode.OK, one.exitCode(), one.err());
            assertEquals("Hey", peer.readText(3));
            Peer other = echoPeer(server);
            Terminal all = run(server, "send", "--all", "to all");
            assertEquals("sent 6 bytes to 2 links\n", all.out(), all.err());
            assertEquals("to all", peer.readText(6));
            assertEquals("to all", other.readText(6));
            assertEquals(
                    ExitCode.NOT_FOUND,
                    run(server, "send", "--to", "999999999", "x").exitCode());
        }
    }

    @Test
    void shouldShowTheLog() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            Terminal log = run(server, "log", "--logger", "org.linkport.cli.serve");
            assertEquals(ExitCode.OK, log.exitCode(), log.err());
            assertTrue(
                    log.out().contains("INFO  [serve-command] org.linkport.cli.serve.Server: all protocols on"),
                    log.out());
            Terminal json = run(server, "log", "--json", "--lines", "1", "--logger", "org.linkport.cli.serve");
            assertTrue(json.out().startsWith("{\"timeMillis\":") && json.out().endsWith("\"}\n"), json.out());
            assertEquals(1, json.out().lines().count());
        }
    }

    @Test
    void shouldShowFigures() throws Exception {
        try (RunningServer server = RunningServer.start("--workers", "2")) {
            Terminal top = run(server, "top", "--times", "1");
            assertEquals(ExitCode.OK, top.exitCode(), top.err());
            assertTrue(top.out().contains("engine " + RunningServer.ENGINE_NAME + "  links 1 of"), top.out());
            assertEquals(
                    2,
                    top.out()
                            .lines()
                            .filter(line -> line.startsWith("linkport-"))
                            .count(),
                    top.out());
        }
    }

    @Test
    void shouldBeRefusedWithoutThePermission() throws Exception {
        try (RunningServer server = RunningServer.start("--anonymous=links:list")) {
            assertEquals(ExitCode.OK, run(server, "links").exitCode());
            Terminal close = run(server, "links", "--close", "1");
            assertEquals(ExitCode.NOT_PERMITTED, close.exitCode());
            assertTrue(close.err().contains("links:close"), close.err());
            assertEquals(ExitCode.NOT_PERMITTED, run(server, "log").exitCode());
            assertEquals(
                    ExitCode.NOT_PERMITTED, run(server, "top", "--times", "1").exitCode());
        }
    }

    @Test
    void shouldSayThatNobodyIsThere() throws Exception {
        RunningServer ended = RunningServer.start();
        ended.close();
        Terminal links = run(ended, "links");
        assertEquals(ExitCode.NO_CONNECTION, links.exitCode());
        assertTrue(links.err().contains("cannot connect to " + ended.serverOption()), links.err());
    }
}
