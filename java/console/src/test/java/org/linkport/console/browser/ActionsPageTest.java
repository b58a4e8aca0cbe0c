/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linkport.contract.Peer;

/**
 * What a person does on the page happens to the real link and its peer. Attacks each action, without the token, with a
 * wrong one and with the right one, and a link that ends while it is looked at.
 */
class ActionsPageTest {
    private static LiveServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        server = LiveServer.start();
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        browser.open(server.page());
        browser.script("localStorage.clear(); sessionStorage.clear();");
    }

    @AfterEach
    void shouldNotHaveMadeTheBrowserComplain() {
        // What the server refused on purpose stands there too.
        List<String> complaints = browser.complaints().stream()
                .filter(text -> !text.contains("status of 401") && !text.contains("status of 404"))
                .toList();
        assertEquals(List.of(), complaints);
    }

    private static Peer choose(boolean withToken) {
        browser.open(server.page() + (withToken ? "#token=" + server.token() : ""));
        browser.click("#tabs a[href='#/links']");
        Peer peer = server.peer();
        String address = "127.0.0.1:" + peer.address().getPort();
        browser.type("#filter", address);
        browser.untilText("#range", "1–1 of 1");
        browser.until("its details", () -> {
            browser.elements("#links tbody tr")
                    .get(0)
                    .click(); // which may be of another link until the filter is heard
            return browser.elements("#link").get(0).getText().contains(address);
        });
        return peer;
    }

    private static String state() {
        return browser.element("#facts-of-link").getDomAttribute("data-state");
    }

    @Test
    void shouldPauseAndResume() throws IOException {
        choose(true);
        browser.click("#do-pause");
        browser.until("paused", () -> "paused".equals(state()));
        browser.shot("link");
        browser.click("#do-resume");
        browser.until("open", () -> "open".equals(state()));
    }

    @Test
    void shouldSendTextWithItsEnd() {
        Peer peer = choose(true);
        browser.type("#link-text", "<b>hello</b>");
        browser.choose("#link-end", "CRLF");
        browser.click("#link-send");
        assertEquals("<b>hello</b>\r\n", peer.readText(14));
        browser.untilText("#toasts", "14 bytes QUEUED");
        assertEquals(0, browser.elements("#toasts b").size());
    }

    @Test
    void shouldCloseAfterAQuestion() throws IOException {
        Peer peer = choose(true);
        browser.click("#do-close");
        browser.untilText("#dialog", "What is queued is delivered first.");
        browser.shot("question");
        browser.click("#dialog button[type='button']");
        browser.until(
                "the question is gone",
                () -> !browser.elements("#dialog").get(0).isDisplayed());
        assertEquals("open", state());
        browser.click("#do-close");
        browser.click("#dialog button[value='agreed']");
        peer.expectEnd();
        peer.close();
        browser.untilText("#link", "This link has ended.");
        assertFalse(browser.element("#do-abort").isEnabled());
    }

    @Test
    void shouldAbortAfterAQuestion() {
        Peer peer = choose(true);
        browser.click("#do-abort");
        browser.click("#dialog button[value='agreed']");
        peer.expectReset();
        browser.untilText("#link", "This link has ended.");
        browser.click("#tabs a[href='#/log']");
        browser.untilText("#log", "abort link");
    }

    @Test
    void shouldBroadcastToAllAndToAGroup() throws IOException {
        Peer guest = server.peer();
        guest.send("guest").readText(5);
        Peer other = choose(true);
        browser.click("#broadcast summary");
        broadcast("to all");
        assertEquals("to all", other.readText(6));
        assertEquals("to all", guest.readText(6));
        browser.until(
                "the group",
                () -> !browser.elements("#broadcast-group option[value='guests']")
                        .isEmpty());
        browser.choose("#broadcast-group", "guests");
        browser.shot("broadcast");
        broadcast("to guests");
        assertEquals("to guests", guest.readText(9));
        browser.untilText("#toasts", "1 queued, 0 congested, 0 rejected");
    }

    private static void broadcast(String text) {
        browser.type("#broadcast-text", text);
        browser.click("#broadcast-send");
        browser.untilText("#dialog", text.length() + " bytes");
        browser.click("#dialog button[value='agreed']");
        browser.untilText("#toasts", "queued");
    }

    @Test
    void shouldDoNothingWithoutTheToken() throws IOException {
        choose(false);
        for (String action : List.of("#do-pause", "#do-close", "#do-abort", "#link-send")) {
            assertFalse(browser.element(action).isEnabled(), action);
        }
        browser.untilText("#link", "Actions need the console's token.");
        browser.click("#token");
        browser.type("#token-value", "not-the-token-at-all");
        browser.shot("token");
        browser.click("#dialog button[value='agreed']");
        browser.untilText("#toasts", "That is not the token.");
        browser.click("#token");
        browser.type("#token-value", server.token());
        browser.click("#dialog button[value='agreed']");
        browser.untilText("#token", "Actions unlocked");
        browser.until(
                "actions can be clicked", () -> browser.element("#do-pause").isEnabled());
        browser.click("#token");
        browser.click("#dialog button[value='agreed']");
        browser.untilText("#token", "Unlock actions");
        assertTrue(browser.script("return sessionStorage.getItem('linkport.token')") == null, "forgotten");
    }
}
