/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;

/** What a console answers, how it starts and how it ends. Attacks paths that lead elsewhere, and a second start. */
class ConsoleTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldServeThePageAndNothingElseOfTheJar() {
        Console console = Consoles.start(ports, ports.open());
        Ask.Answer page = Ask.get(console, "/").answer();
        assertEquals(200, page.status());
        assertTrue(page.body().contains("main.js"), page::body);
        assertTrue(page.header("Content-Security-Policy").startsWith("default-src 'none'"), page::toString);
        assertEquals("nosniff", page.header("X-Content-Type-Options"));
        assertEquals(200, Ask.get(console, "/main.js").status());
        for (String path : List.of("/Console.class", "/../Console.class", "/page/main.js", "/%2e%2e/Console.class")) {
            assertEquals(404, Ask.get(console, path).status(), path);
        }
    }

    @Test
    void shouldAnswerHeadWithoutABodyAndRefuseOtherMethods() {
        Console console = Consoles.start(ports, ports.open());
        Ask.Answer head = Ask.method(console, "HEAD", "/").answer();
        assertEquals(200, head.status());
        assertEquals("", head.body());
        assertEquals(
                405,
                Ask.method(console, "POST", "/stats.json")
                        .token(console.token())
                        .status());
        assertEquals(405, Ask.get(console, "/api/broadcast").status());
        assertEquals(404, Ask.method(console, "DELETE", "/api/nothing").status());
    }

    @Test
    void shouldTellTheSnapshot() {
        Linkport port = ports.open();
        Guest guest = new Guest();
        ports.peer(ports.listen(port, link -> guest).address()).send("hello");
        Await.until("received", () -> port.stats().bytesReceived() == 5);
        String body =
                Ask.get(Consoles.start(ports, port), "/stats.json").answer().body();
        assertTrue(body.contains("\"linksOpen\":1,") && body.contains("\"bytesReceived\":5,"), body);
        assertTrue(body.contains("\"workers\":[{\"index\":0,"), body);
    }

    @Test
    void shouldBeReadyWhileItListens() {
        Linkport port = ports.open();
        Console console = Consoles.start(ports, port);
        assertEquals(503, Ask.get(console, "/health").status());
        assertEquals(200, Ask.get(console, "/health/live").status());
        Listener listener = ports.listen(port, link -> new Guest());
        assertEquals(200, Ask.get(console, "/health/ready").status());
        listener.close();
        assertEquals(503, Ask.get(console, "/health/ready").status());
        Console client = Consoles.start(
                ports, port, ConsoleOptions.DEFAULT.withLoopback(0).withListens(false));
        assertEquals(200, Ask.get(client, "/health/ready").status());
        client.close(); // its threads have the same names
    }

    @Test
    void shouldOutliveTheLinkport() {
        Linkport port = ports.open();
        Console console = Consoles.start(ports, port);
        port.close();
        assertEquals(503, Ask.get(console, "/health").status());
        assertEquals(200, Ask.get(console, "/stats.json").status());
        assertEquals(200, Ask.get(console, "/api/links").status());
    }

    @Test
    void shouldSayWhyItCannotStart() {
        Linkport port = ports.open();
        Console first = Consoles.start(ports, port);
        int taken = first.address().getPort();
        ConsoleException failure = assertThrows(
                ConsoleException.class, () -> Console.start(port, ConsoleOptions.DEFAULT.withLoopback(taken)));
        assertTrue(failure.getMessage().contains(String.valueOf(taken)), failure::getMessage);
        assertEquals(200, Ask.get(first, "/").status());
    }

    @Test
    void shouldEndTwiceAndAnswerNoMore() {
        Linkport port = ports.open();
        Console console = Console.start(port, ConsoleOptions.DEFAULT.withLoopback(0));
        console.close();
        console.close();
        assertThrows(UncheckedIOException.class, () -> Ask.get(console, "/").answer());
        Await.until("no thread is left", () -> Consoles.threads(port).isEmpty());
    }

    @Test
    void shouldDemandATokenWhereOthersReachIt() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> new ConsoleOptions(everywhere, null, Set.of(), null, true));
        assertTrue(failure.getMessage().startsWith("token is null"), failure::getMessage);
        assertThrows(IllegalArgumentException.class, () -> ConsoleOptions.DEFAULT.withToken("short"));
        assertThrows(IllegalArgumentException.class, () -> ConsoleOptions.DEFAULT.withToken("not a token at all, no"));
        String token = "0123456789abcdef";
        assertFalse(ConsoleOptions.DEFAULT.withToken(token).toString().contains(token));
        Linkport port = ports.open();
        LogSource log = new LogSource();
        Console console = Consoles.start(
                ports,
                port,
                ConsoleOptions.DEFAULT.withAddress(everywhere, token).withLog(log));
        assertEquals(200, Ask.get(console, "/").status());
        assertEquals(503, Ask.get(console, "/health").status());
        for (String path : List.of("/stats.json", "/metrics", "/api/links", "/events", "/log", "/api/groups")) {
            assertEquals(401, Ask.get(console, path).status(), path);
        }
        assertEquals(200, Ask.get(console, "/stats.json").token(token).status());
        assertEquals(200, Ask.get(console, "/metrics").token(token).status());
    }
}
