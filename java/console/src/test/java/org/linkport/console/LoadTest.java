/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.console.internal.http.Server;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/**
 * The console sheds its own load and harms nobody. Attacks with more viewers than may be, with hundreds of requests at
 * once, with viewers that never read and with requests that never end, while links go on.
 */
@Timeout(120)
class LoadTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private Socket view(Console console, String path) throws IOException {
        return ports.closeLater(Ask.get(console, path).open());
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String await(BufferedReader reader, String beginning) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the stream ended before '" + beginning + "'");
    }

    @Test
    void shouldStreamSamplesAndKeepThem() throws IOException {
        Console console = Consoles.start(ports, ports.open());
        BufferedReader first = reader(view(console, "/events"));
        await(first, "event: about");
        await(first, "event: history");
        await(first, "event: sample");
        await(first, "event: sample");
        BufferedReader second = reader(view(console, "/events"));
        await(second, "event: history");
        String history = await(second, "data: ");
        String times = history.substring(history.indexOf('[') + 1, history.indexOf(']'));
        assertTrue(times.split(",", -1).length >= 2, () -> "kept for who comes later: " + history);
    }

    @Test
    void shouldHaveABoundedNumberOfViewers() throws IOException {
        Console console = Consoles.start(ports, ports.open());
        for (int i = 0; i < Server.STREAMS; i++) {
            await(reader(view(console, i % 2 == 0 ? "/events" : "/log")), "HTTP/1.1 200");
        }
        Ask.Answer more = Ask.get(console, "/events").answer();
        assertEquals(503, more.status());
        assertEquals("5", more.header("Retry-After"));
        assertEquals(200, Ask.get(console, "/stats.json").status(), "requests have threads of their own");
        assertEquals(Server.STREAMS, console.viewers());
    }

    @Test
    void shouldGiveThePlaceOfAViewerThatWentToTheNext() throws IOException {
        Console console = Consoles.start(ports, ports.open());
        for (int i = 0; i < Server.STREAMS; i++) {
            Socket viewer = view(console, "/events");
            await(reader(viewer), "event: history");
            viewer.close();
        }
        Await.until("those who went are noticed", () -> console.viewers() == 0);
        await(reader(view(console, "/events")), "event: history");
    }

    @Test
    void shouldCutOffViewersThatNeverRead() throws IOException {
        LogSource log = new LogSource();
        String text = "x".repeat(LogLine.TEXT_MAX);
        for (int i = 0; i < LogSource.LINES; i++) {
            log.add(new LogLine(0, LogLine.Level.INFO, "logger", "thread", text));
        }
        Console console = Consoles.start(
                ports, ports.open(), ConsoleOptions.DEFAULT.withLoopback(0).withLog(log));
        BufferedReader other = reader(view(console, "/events"));
        await(other, "event: history");
        for (int i = 0; i < 5; i++) {
            Socket deaf = new Socket();
            ports.closeLater(deaf);
            deaf.setReceiveBufferSize(4 << 10);
            deaf.connect(new InetSocketAddress(
                    console.address().getHost(), console.address().getPort()));
            String request = "GET /log HTTP/1.1\r\nHost: localhost\r\n\r\n";
            deaf.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
        Await.until("they are viewers", () -> console.viewers() == 6);
        for (int i = 0; i < 3; i++) {
            await(other, "event: sample"); // nobody else waits for them
        }
        Await.until("they are cut off", () -> console.viewers() == 1);
    }

    @Test
    void shouldCutOffRequestsThatNeverEnd() throws IOException {
        Console console = Consoles.start(ports, ports.open());
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Socket socket =
                    new Socket(console.address().getHost(), console.address().getPort());
            ports.closeLater(socket);
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("POST /api/broadcast HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        for (Socket socket : slow) {
            assertEquals(-1, endOf(socket));
        }
        assertEquals(200, Ask.get(console, "/stats.json").status());
    }

    private static int endOf(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void shouldServeLinksWhileHundredsAskTheConsole() throws Exception {
        Linkport port = ports.open();
        Console console = Consoles.start(ports, port);
        Peer peer = ports.peer(ports.listen(port, link -> Link::send).address());
        List<Socket> crowd = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            crowd.add(view(console, i % 4 == 0 ? "/events" : "/api/links?limit=200"));
            peer.send("ping").read(4);
        }
        int answered = 0;
        for (Socket socket : crowd) {
            answered += isAnswered(socket) ? 1 : 0;
            socket.close();
        }
        assertTrue(answered > 100, "answered, if only with 503: " + answered);
        Await.until("the crowd has gone", () -> console.viewers() == 0);
        Await.until("it serves again", () -> Ask.get(console, "/stats.json").status() == 200);
    }

    private static boolean isAnswered(Socket socket) {
        try {
            String line = reader(socket).readLine();
            return line != null && line.startsWith("HTTP/1.1 ");
        } catch (IOException closed) {
            return false;
        }
    }
}
