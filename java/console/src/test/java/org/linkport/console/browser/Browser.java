/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, as the packages of Debian bring it. */
final class Browser implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() throws IOException {
        Path profile = Files.createTempDirectory("linkport-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("linkport.test.chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Path.of(System.getProperty("linkport.test.chromedriver", "/usr/bin/chromedriver"))
                                .toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.size(1440, 1000);
        return browser;
    }

    /** The size of the page, narrower than any window can be. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void open(String address) {
        driver.get("about:blank"); // a fragment alone would load nothing
        driver.get(address);
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** The only element of that kind, once it is shown. */
    WebElement element(String selector) {
        until(selector + " is shown", () -> {
            List<WebElement> found = elements(selector);
            return found.size() == 1 && found.get(0).isDisplayed();
        });
        return elements(selector).get(0);
    }

    List<WebElement> elements(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    void click(String selector) {
        until(selector + " can be clicked", () -> {
            element(selector).click();
            return true;
        });
    }

    void type(String selector, String text) {
        WebElement field = element(selector);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    void choose(String selector, String value) {
        element(selector)
                .findElement(By.cssSelector("option[value='" + value + "']"))
                .click();
    }

    String text(String selector) {
        return element(selector).getText();
    }

    /** What is true once the page has been so kind. */
    interface Condition {
        boolean holds();
    }

    /** Looks again and again. The page changes meanwhile, so what was found may be gone or covered when it is used. */
    void until(String what, Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so after " + PATIENCE.toSeconds() + " s: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting", e);
            }
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (StaleElementReferenceException | ElementClickInterceptedException changed) {
            return false;
        }
    }

    void untilText(String selector, String part) {
        until(selector + " says " + part, () -> text(selector).contains(part));
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** What a module of the page exports, as this expression sees it. */
    Object module(String name, String expression) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1]; import('/" + name
                + "').then((m) => done(" + expression + "));");
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    void press(CharSequence... keys) {
        focused().sendKeys(keys);
    }

    void shot(String name) throws IOException {
        Files.createDirectories(SHOTS);
        Files.write(SHOTS.resolve(LiveServer.ENGINE + "-" + name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the browser itself complained of: scripts that failed, and what the policy of the page forbade. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
