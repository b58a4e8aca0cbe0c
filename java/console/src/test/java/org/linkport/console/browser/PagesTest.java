/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linkport.contract.Peer;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The pages as a person sees them, in a browser against a live server with real links. Attacks each page at 1440 and at
 * 400 pixels, light and dark, in English and in Chinese, by mouse and by keyboard; whatever the browser complains of fails.
 */
class PagesTest {
    private static final List<String> PAGES = List.of("overview", "workers", "links", "log");
    private static final int PEERS = 60;

    private static LiveServer server;
    private static Browser browser;
    private static final List<Peer> CROWD = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = LiveServer.start();
        browser = Browser.start();
        for (int i = 0; i < PEERS; i++) {
            CROWD.add(server.peer());
            traffic(i + 1);
        }
        Peer guest = server.peer();
        guest.send("x").read(1); // its link is open
        guest.reset();
        server.log("WARN", "a warning <img src=x onerror=alert(1)> with markup");
        server.log("ERROR", "an error");
    }

    private static void traffic(int messages) {
        Peer peer = CROWD.get(CROWD.size() - 1);
        for (int i = 0; i < messages; i++) {
            peer.send("hello ".repeat(20)).read(120);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        server.close();
    }

    @BeforeEach
    void open() {
        browser.size(1440, 1000);
        browser.open(server.page());
        browser.script("localStorage.clear(); sessionStorage.clear();");
        browser.open(server.page() + "#token=" + server.token());
        browser.until("live", () -> "live".equals(browser.element("#state").getDomAttribute("data-state")));
    }

    @AfterEach
    void shouldNotHaveMadeTheBrowserComplain() {
        assertEquals(List.of(), browser.complaints());
    }

    private static void show(String page) {
        browser.click("#tabs a[href='#/" + page + "']");
        browser.element("#tabs a[aria-current]");
    }

    private static String figure(int card) {
        return browser.elements("#overview .card")
                .get(card)
                .findElement(org.openqa.selenium.By.cssSelector("b"))
                .getText();
    }

    @Test
    void shouldShowEachFigureWithItsHistory() throws IOException {
        browser.until(
                "ten charts and a table",
                () -> browser.elements("#overview .card").size() == 11);
        browser.until("links are counted", () -> figure(0).equals(String.valueOf(PEERS)));
        browser.until("closes by reason", () -> browser.text("#reasons").contains("RESET"));
        assertEquals(LiveServer.ENGINE.toUpperCase(Locale.ROOT), browser.text("#engine"));
        assertEquals("gateway", browser.text("#name"));
        long kept = (long) browser.module("columns.js", "m.columns.time.length");
        assertTrue((long) browser.script("return location.hash.includes('token') ? 0 : 1") == 1, "the token is gone");
        browser.reload();
        browser.until(
                "the history is there again",
                () -> (long) browser.module("columns.js", "m.columns.time.length") >= kept);
        // A second is less than a pixel: a server that was just started has a short line.
        browser.until("something is drawn", () -> painted(0) >= 3);
        browser.shot("overview");
    }

    /** Pixels of a chart that have the colour of its first line; read from a copy that is made for that. */
    private static long painted(int chart) {
        return (long) browser.script(
                "const c = document.querySelectorAll('.chart canvas')[arguments[0]];"
                        + "if (!c || !c.width) return 0;"
                        + "const copy = document.createElement('canvas'); copy.width = c.width; copy.height = c.height;"
                        + "const x = copy.getContext('2d', {willReadFrequently: true}); x.drawImage(c, 0, 0);"
                        + "const d = x.getImageData(0, 0, c.width, c.height).data; let n = 0;"
                        + "for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 100 && d[i + 2] - d[i] > 60) n++; return n;",
                chart);
    }

    @Test
    void shouldMoveTheCursorOfAllChartsByKeyboard() {
        browser.until("samples", () -> (long) browser.module("columns.js", "m.columns.time.length") > 2);
        browser.script("document.querySelector('.chart').focus()");
        browser.press(Keys.ARROW_LEFT);
        browser.press(Keys.ARROW_LEFT);
        assertEquals("chart", browser.focused().getDomAttribute("class"));
        browser.press(Keys.ESCAPE);
    }

    @Test
    void shouldShowWhatEachWorkerDoes() throws IOException {
        show("workers");
        browser.until(
                "a row for each", () -> browser.elements("#workers tbody tr").size() == LiveServer.WORKERS);
        List<WebElement> rows = browser.elements("#workers tbody tr");
        int links = rows.stream()
                .mapToInt(row -> Integer.parseInt(row.findElements(org.openqa.selenium.By.tagName("td"))
                        .get(1)
                        .getText()))
                .sum();
        assertEquals(PEERS, links);
        assertTrue(rows.get(0).getText().startsWith("gateway-0"), rows.get(0)::getText);
        browser.until(
                "batches and callbacks",
                () -> browser.elements(".histogram div:not([data-none])").size() > LiveServer.WORKERS);
        assertEquals(LiveServer.WORKERS, browser.elements(".card .chart").size());
        browser.shot("workers");
    }

    @Test
    void shouldFindSortAndPageLinks() throws IOException {
        show("links");
        browser.untilText("#range", "1–50 of 60");
        browser.click("th[data-key='received'] button");
        browser.until(
                "most first",
                () -> browser.elements("#links tbody tr").get(0).getText().contains("7.03 KiB"));
        assertEquals("descending", browser.element("th[data-key='received']").getDomAttribute("aria-sort"));
        browser.click("th[data-key='received'] button");
        browser.until(
                "least first",
                () -> browser.elements("#links tbody tr").get(0).getText().contains("120 B"));
        browser.click("#next");
        browser.untilText("#range", "51–60 of 60");
        assertFalse(browser.element("#next").isEnabled());
        browser.click("#previous");
        browser.untilText("#range", "1–50 of 60");
        browser.choose("#links-limit", "100");
        browser.untilText("#range", "1–60 of 60");
        String peer = "127.0.0.1:" + CROWD.get(7).address().getPort();
        browser.type("#filter", peer);
        browser.untilText("#range", "1–1 of 1");
        assertTrue(browser.text("#links tbody").contains(peer));
        browser.type("#filter", "no such link");
        browser.untilText("#links tbody", "No link is like that.");
        browser.shot("links-none");
        browser.type("#filter", "");
        browser.press(Keys.BACK_SPACE);
        browser.until(
                "the workers are known",
                () -> browser.elements("#links-worker option").size() == 1 + LiveServer.WORKERS);
        browser.choose("#links-worker", "1");
        browser.untilText("#range", "of 20");
    }

    @Test
    void shouldShowTheLogAsItIsWritten() throws IOException {
        show("log");
        browser.untilText("#log", "a warning <img src=x onerror=alert(1)> with markup");
        assertEquals(0, browser.elements("#log img").size());
        browser.untilText("#log", "IllegalStateException: shown with its stack");
        server.log("INFO", "written just now");
        browser.untilText("#log", "written just now");
        browser.choose("#log-level", "WARN");
        browser.until(
                "no lower lines",
                () -> browser.elements("#log li[data-level='INFO']").isEmpty());
        browser.shot("log");
        browser.choose("#log-level", "TRACE");
        browser.type("#log-filter", "JUST NOW");
        browser.until("lines with that text", () -> browser.elements("#log li").size() == 1);
        browser.click("#log-pause");
        server.log("INFO", "just now, while it was paused");
        browser.untilText("#log-state", "1 waiting");
        assertEquals(1, browser.elements("#log li").size());
        browser.click("#log-pause");
        browser.until("it goes on", () -> browser.elements("#log li").size() == 2);
        browser.click("#log-clear");
        browser.until("nothing is left", () -> browser.elements("#log li").isEmpty());
    }

    @Test
    void shouldBeDarkAndChineseIfAsked() throws IOException {
        browser.click("#theme");
        assertEquals("dark", browser.script("return document.documentElement.dataset.theme"));
        browser.click("#language");
        browser.untilText("#tabs", "概览");
        assertEquals("zh-CN", browser.script("return document.documentElement.lang"));
        browser.reload();
        browser.untilText("#tabs", "工作线程");
        assertEquals("dark", browser.script("return document.documentElement.dataset.theme"), "it is remembered");
        for (String page : PAGES) {
            show(page);
            settle(page);
            browser.shot(page + "-dark-chinese");
        }
    }

    @Test
    void shouldFitIntoFourHundredPixels() throws IOException {
        browser.size(400, 860);
        for (String page : PAGES) {
            show(page);
            settle(page);
            assertEquals(400L, (long) browser.script("return document.documentElement.scrollWidth"), page);
            browser.shot(page + "-400");
        }
        show("links");
        browser.elements("#links tbody tr").get(0).click();
        browser.untilText("#link", "127.0.0.1");
        assertEquals(400L, (long) browser.script("return document.documentElement.scrollWidth"), "a link");
        browser.shot("link-400");
    }

    private static void settle(String page) {
        switch (page) {
            case "overview" ->
                browser.until("reasons", () -> browser.text("#reasons").contains("RESET"));
            case "workers" ->
                browser.until(
                        "rows", () -> browser.elements("#workers tbody tr").size() == LiveServer.WORKERS);
            case "links" ->
                browser.until("rows", () -> browser.elements("#links tbody tr").size() == 50);
            default -> browser.until("lines", () -> browser.elements("#log li").size() > 2);
        }
    }

    @Test
    void shouldBeReachedByKeyboardAlone() {
        browser.press(Keys.TAB);
        assertEquals("skip", browser.focused().getDomAttribute("id"));
        for (String page : PAGES) {
            browser.press(Keys.TAB);
            assertEquals("#/" + page, browser.focused().getDomAttribute("href"));
        }
        browser.press(Keys.SHIFT, Keys.TAB);
        browser.press(Keys.ENTER);
        browser.until("the links", () -> browser.elements("#links tbody tr").size() == 50);
        browser.script("document.querySelector('#links tbody a').focus()");
        browser.press(Keys.ENTER);
        browser.untilText("#link", "127.0.0.1");
        browser.script("document.querySelector('#hide-link').focus()");
        browser.press(Keys.ENTER);
        browser.until("it is hidden", () -> !browser.elements("#link").get(0).isDisplayed());
    }
}
