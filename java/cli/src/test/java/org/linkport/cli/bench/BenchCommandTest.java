/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.TcpAddress;
import org.linkport.cli.Terminal;
import org.linkport.contract.Ports;

/** The benchmark against a real server: each mode, its files, and servers that are not there, cut links or change bytes. */
class BenchCommandTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path folder;

    private static Terminal bench(String server, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "bench", "-s", server, "--engine", RunningServer.ENGINE_NAME, "--links", "1,3", "--kib", "1,64"));
        if (!List.of(more).contains("--seconds")) {
            arguments.addAll(List.of("--seconds", "0.2"));
        }
        arguments.addAll(List.of(more));
        return Terminal.run(arguments);
    }

    @Test
    void shouldRunEveryModeAndWriteWhatItMeasured() throws Exception {
        Path csv = folder.resolve("bench.csv");
        Path svg = folder.resolve("bench.svg");
        try (RunningServer server = RunningServer.start()) {
            Terminal run = bench(server.serverOption(), "--csv", csv.toString(), "--svg", svg.toString());
            assertEquals(ExitCode.OK, run.exitCode(), run.err());
            assertTrue(run.out().contains("bench: cells=16 packets="), run.out());
            assertTrue(run.out().contains("wrong=0 lost=0"), run.out());
        }
        List<String> lines = Files.readAllLines(csv);
        assertEquals(17, lines.size());
        for (String line : lines.subList(1, 17)) {
            String[] fields = line.split(",", -1);
            assertEquals(12, fields.length, line);
            assertTrue(Long.parseLong(fields[4]) > 0, line);
            assertEquals(Long.parseLong(fields[4]) * Long.parseLong(fields[2]), Long.parseLong(fields[5]), line);
        }
        var image = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        assertEquals("svg", image.getDocumentElement().getTagName());
        assertEquals(8, image.getElementsByTagName("polyline").getLength());
        assertEquals(16, image.getElementsByTagName("circle").getLength());
    }

    @Test
    void shouldEndAfterSoManyPackets() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            Terminal run = bench(server.serverOption(), "--packets", "5", "--seconds", "60");
            assertEquals(ExitCode.OK, run.exitCode(), run.err());
            assertTrue(run.out().contains("bench: cells=16 packets=160 bytes=5324800 wrong=0 lost=0"), run.out());
        }
    }

    @Test
    void shouldMeasureAnyServerThatEchoes() throws Exception {
        try (RunningServer server = RunningServer.start("--echo", "0")) {
            Terminal run = bench(TcpAddress.text(server.echoAddress()), "--raw");
            assertEquals(ExitCode.OK, run.exitCode(), run.err());
            assertTrue(run.out().contains("bench: cells=4 "), run.out());
        }
    }

    private String echo(LinkHandler.Factory handlers) {
        Linkport port = ports.open();
        return TcpAddress.text(ports.listen(port, handlers).address());
    }

    @Test
    void shouldNoticeBytesThatWereChanged() {
        AtomicLong received = new AtomicLong();
        String server = echo(link -> (from, data) -> {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            if (received.addAndGet(bytes.length) > 10_000) {
                bytes[0]++;
            }
            from.send(bytes);
        });
        Terminal run = bench(server, "--raw");
        assertEquals(ExitCode.WRONG_BYTES, run.exitCode(), run.err());
        assertTrue(run.err().contains("packets were wrong"), run.err());
        assertTrue(run.out().contains("FAILED"), run.out());
    }

    @Test
    void shouldNoticeLinksThatEnd() {
        String server = echo(link -> new LinkHandler() {
            private int bytes;

            @Override
            public void onReceive(Link from, ByteBuffer data) {
                bytes += data.remaining();
                if (bytes > 100_000) {
                    from.abort();
                } else {
                    from.send(data);
                }
            }
        });
        Terminal run = bench(server, "--raw");
        assertEquals(ExitCode.NO_CONNECTION, run.exitCode(), run.err());
        assertTrue(run.err().contains("a link ended with RESET"), run.err());
    }

    @Test
    void shouldSayThatNobodyIsThere() throws Exception {
        String server;
        try (RunningServer ended = RunningServer.start()) {
            server = ended.serverOption();
        }
        Terminal run = bench(server);
        assertEquals(ExitCode.NO_CONNECTION, run.exitCode(), run.err());
        assertTrue(run.err().contains("cannot connect to " + server), run.err());
    }
}
