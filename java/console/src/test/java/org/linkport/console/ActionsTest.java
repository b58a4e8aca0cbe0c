/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;

/** What a person does to links happens, once, and stands in the log. Attacks with links that have ended and with markup. */
class ActionsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private Linkport port;
    private Console console;
    private Guest guest;
    private Peer peer;

    @BeforeEach
    void start() {
        port = ports.open();
        guest = new Guest();
        console = Consoles.start(ports, port);
        peer = ports.peer(ports.listen(port, link -> guest).address());
        guest.link();
    }

    private Ask.Answer act(String action, String body) {
        String path = "/api/links/" + Long.toHexString(guest.link().id()) + "/" + action;
        return Ask.post(console, path, body).token(console.token()).answer();
    }

    private List<String> logged() {
        return console.log().from(0, LogSource.LINES).stream()
                .map(LogSource.Numbered::line)
                .filter(line -> line.logger().equals("org.linkport.console.actions"))
                .map(LogLine::text)
                .toList();
    }

    @Test
    void shouldPauseAndResume() {
        Link link = guest.link();
        assertEquals(200, act("pause", "").status());
        assertTrue(link.stats().paused());
        assertTrue(Ask.get(console, "/api/links?state=paused").answer().body().contains("\"matched\":1,"));
        assertEquals(200, act("resume", "").status());
        Await.until("resumed", () -> !link.stats().paused());
        assertEquals(2, logged().size(), () -> "" + logged());
        assertTrue(logged().get(0).contains(" pause link " + Long.toHexString(link.id())), () -> logged().get(0));
    }

    @Test
    void shouldSendTextAsItIs() {
        String text = "<script>alert(1)</script>\u00e4\n";
        Ask.Answer answer = act("send", text);
        assertTrue(answer.body().contains("28 bytes QUEUED"), answer::body);
        byte[] bytes = text.getBytes(UTF_8);
        assertArrayEquals(bytes, peer.read(bytes.length));
        assertEquals(1, logged().size());
        assertTrue(!logged().get(0).contains("script"), () -> logged().get(0));
        assertEquals(400, act("send", "").status());
    }

    @Test
    void shouldClose() {
        assertEquals(200, act("close", "").status());
        peer.expectEnd();
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, guest.reason());
        assertEquals(404, act("close", "").status());
        assertEquals(2, logged().size(), () -> "" + logged());
        assertTrue(logged().get(1).endsWith("it has ended"), () -> logged().get(1));
    }

    @Test
    void shouldAbort() {
        assertEquals(200, act("abort", "").status());
        assertEquals(CloseReason.LOCAL_ABORT, guest.reason());
        assertEquals(404, act("explode", "").status());
    }

    @Test
    void shouldBroadcastToAllAndToAGroup() {
        Guest other = new Guest();
        Peer second = ports.peer(ports.listen(port, link -> other).address());
        port.links().group("room").join(other.link());
        assertTrue(broadcast("", "all").body().contains("\"queued\":2,"));
        assertEquals("all", peer.readText(3));
        assertEquals("all", second.readText(3));
        assertTrue(broadcast("?group=room", "some").body().contains("\"queued\":1,"));
        assertEquals("some", second.readText(4));
        assertTrue(Ask.get(console, "/api/groups").answer().body().contains("[\"room\"]"));
        assertEquals(2, logged().size(), () -> "" + logged());
        String details = Ask.get(
                        console, "/api/links/" + Long.toHexString(other.link().id()))
                .answer()
                .body();
        assertTrue(details.contains("\"groups\":[\"room\"]"), details);
    }

    private Ask.Answer broadcast(String query, String text) {
        return Ask.post(console, "/api/broadcast" + query, text)
                .token(console.token())
                .answer();
    }
}
