/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Linkport;
import org.linkport.contract.Ports;

/**
 * Who may ask. Attacks with pages of elsewhere in the browser of somebody who may, with names that were made to point
 * here, and with broken tokens.
 */
class AccessTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private Console console;

    @BeforeEach
    void start() {
        Linkport port = ports.open();
        console = Consoles.start(
                ports, port, ConsoleOptions.DEFAULT.withLoopback(0).withHosts(Set.of("console.example")));
    }

    @Test
    void shouldRefuseNamesOfElsewhere() {
        for (String host : List.of(
                "evil.example",
                "localhost.evil.example",
                "evil.example:80",
                "192.168.1.1",
                "[::2]",
                "127.0.0.1.evil.example",
                "")) {
            assertEquals(
                    403, Ask.get(console, "/stats.json").header("Host", host).status(), host);
            assertEquals(403, Ask.get(console, "/").header("Host", host).status(), host);
        }
        for (String host :
                List.of("localhost", "LOCALHOST:9", "127.0.0.1:1", "127.3.2.1", "[::1]:8080", "console.example")) {
            assertEquals(
                    200, Ask.get(console, "/stats.json").header("Host", host).status(), host);
        }
        assertTrue(Ask.get(console, "/stats.json").without("Host").status() >= 400);
    }

    @Test
    void shouldRefusePagesOfElsewhere() {
        for (String site : List.of("cross-site", "same-site")) {
            assertEquals(
                    403,
                    Ask.get(console, "/stats.json")
                            .header("Sec-Fetch-Site", site)
                            .status(),
                    site);
            assertEquals(403, act().header("Sec-Fetch-Site", site).status(), site);
        }
        String ours = console.address().getAuthority();
        for (String origin :
                List.of("http://evil.example", "null", "http://" + ours + ".evil.example", "http://127.0.0.1:1")) {
            assertEquals(
                    403, Ask.get(console, "/events").header("Origin", origin).status(), origin);
            assertEquals(403, act().header("Origin", origin).status(), origin);
        }
        assertEquals(
                200,
                act().header("Origin", "http://" + ours)
                        .header("Sec-Fetch-Site", "same-origin")
                        .status());
        assertEquals("", Ask.get(console, "/stats.json").answer().header("Access-Control-Allow-Origin"));
        assertEquals(405, Ask.method(console, "OPTIONS", "/api/broadcast").status(), "a preflight is not granted");
    }

    private Ask act() {
        return Ask.post(console, "/api/broadcast", "hello").token(console.token());
    }

    @Test
    void shouldRefuseBrokenTokens() {
        String token = console.token();
        assertEquals(401, Ask.post(console, "/api/broadcast", "hello").status());
        for (String broken :
                List.of("", " ", token.substring(1), token + "x", token.toLowerCase(Locale.ROOT) + "A", "\u00e9")) {
            assertEquals(401, act().token(broken).status(), broken);
        }
        assertEquals(401, act().header("Authorization", token).status(), "without a scheme");
        assertEquals(401, act().header("Authorization", "Basic " + token).status());
        assertEquals(
                401, Ask.post(console, "/api/broadcast?token=" + token, "hello").status(), "not in the address");
        assertEquals(401, Ask.post(console, "/api/token", "").token("wrong").status());
        assertEquals(200, Ask.post(console, "/api/token", "").token(token).status());
        assertEquals(200, act().status());
    }

    @Test
    void shouldAnswerBadRequestsAsSuch() {
        for (String query : List.of(
                "limit=0",
                "limit=201",
                "limit=x",
                "offset=-1",
                "sort=nothing",
                "state=odd",
                "worker=64",
                "filter=%zz")) {
            assertEquals(400, Ask.get(console, "/api/links?" + query).status(), query);
        }
        assertEquals(
                400, Ask.get(console, "/api/links?filter=" + "a".repeat(101)).status());
        assertEquals(400, Ask.get(console, "/api/links/nothex").status());
        assertEquals(400, act("/api/links/12345678901234567/close").status());
        assertEquals(404, act("/api/links/1f/close").status());
        assertEquals(404, act("/api/links/1f").status());
        assertEquals(
                413,
                Ask.post(console, "/api/broadcast", "x".repeat(70_000))
                        .token(console.token())
                        .status());
        assertEquals(
                400,
                Ask.post(console, "/api/broadcast", "").token(console.token()).status());
        assertEquals(
                404,
                Ask.post(console, "/api/broadcast?group=nobody", "x")
                        .token(console.token())
                        .status());
    }

    private Ask act(String path) {
        return Ask.post(console, path, "").token(console.token());
    }
}
