/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.service.internal.systemd.ManagerSocket;
import org.linkport.service.scm.FixtureMain;

/** Attacks the same program in a console and under a systemd that listens: signals, drains, failures, exit codes. */
@EnabledOnOs(OS.LINUX)
class ConsoleTest {
    private static final int SIGTERM = 143;
    private static final int LIMIT_SECONDS = 120;

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void run(int tcpPort, String notifySocket, String... properties) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(properties));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), FixtureMain.class.getName()));
        builder.command().addAll(List.of("run", folder.toString(), "" + tcpPort));
        builder.directory(folder.toFile());
        builder.environment().remove("NOTIFY_SOCKET");
        if (notifySocket != null) {
            builder.environment().put("NOTIFY_SOCKET", notifySocket);
            builder.environment().put("WATCHDOG_USEC", "400000");
        }
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private String told(String name) throws Exception {
        File file = folder.resolve(name).toFile();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!file.exists()) {
            assertTrue(System.nanoTime() - deadline < 0, name + " is not written: " + output());
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Files.readString(file.toPath());
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(told("port")));
        socket.setSoTimeout(LIMIT_SECONDS * 1_000);
        return socket;
    }

    private void assertExit(int code) throws Exception {
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it does not end");
        assertEquals(code, process.exitValue(), output());
    }

    @Test
    void shouldDrainOnASignal() throws Exception {
        run(0, null);
        try (Socket client = connect()) {
            client.getOutputStream().write('P');
            assertEquals(0, client.getInputStream().read());
            process.destroy();
            assertEquals("SIGNAL with 1 links", told("stop"));
            assertTrue(process.isAlive(), "it waits for the client");
            assertEquals((4 << 20) - 1, client.getInputStream().readAllBytes().length);
        }
        assertExit(SIGTERM);
        assertEquals("CONSOLE", told("host"));
        assertTrue(output().contains("INFO started"), output());
        assertTrue(output().contains("INFO stopped"), output());
    }

    @Test
    void shouldEndADrainThatExceedsItsDeadline() throws Exception {
        run(0, null, "-Dfixture.drainMillis=1000");
        try (Socket client = connect()) {
            client.getOutputStream().write('P');
            assertEquals(0, client.getInputStream().read());
            process.destroy();
            assertExit(SIGTERM);
        }
        assertTrue(output().contains("WARNING the stop takes longer than drainMillis, 1000 ms"), output());
    }

    @Test
    void shouldExitWithTheCodeOfAFailedStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            run(taken.getLocalPort(), null);
            assertExit(10);
        }
        assertTrue(output().contains("ERROR the start failed with exit code 10: cannot listen on"), output());
    }

    @Test
    void shouldExitWithTheCodeOfAProgramThatCannotGoOn() throws Exception {
        run(0, null);
        try (Socket client = connect()) {
            client.getOutputStream().write('F');
            assertEquals(-1, client.getInputStream().read());
        }
        assertExit(7);
    }

    @Test
    void shouldStopOnASignalWhileItStarts() throws Exception {
        Files.createFile(folder.resolve("start.closed"));
        run(0, null);
        told("start.waits");
        process.destroy();
        assertExit(SIGTERM);
        assertTrue(output().contains("INFO stopped while it started"), output());
    }

    @Test
    void shouldTellSystemd() throws Exception {
        String name = folder.resolve("notify").toString();
        try (ManagerSocket manager = new ManagerSocket(name)) {
            Files.createFile(folder.resolve("start.closed"));
            run(0, name);
            assertEquals("STATUS=starting\nEXTEND_TIMEOUT_USEC=10000000", manager.receive());
            Files.delete(folder.resolve("start.closed"));
            assertEquals("READY=1\nSTATUS=running", after(manager, "STATUS=starting", "WATCHDOG=1"));
            assertEquals("WATCHDOG=1", manager.receive());
            assertEquals("WATCHDOG=1", manager.receive());
            assertEquals("SYSTEMD", told("host"));
            process.destroy();
            assertEquals("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=10000000", after(manager, "WATCHDOG=1"));
            assertEquals("STATUS=stopped, exit code 0", after(manager, "STATUS=stopping", "WATCHDOG=1"));
        }
        assertExit(SIGTERM);
    }

    /** The first datagram that begins with none of these. */
    private static String after(ManagerSocket manager, String... beginnings) {
        while (true) {
            String next = manager.receive();
            if (List.of(beginnings).stream().noneMatch(next::startsWith)) {
                return next;
            }
        }
    }

    @Test
    void shouldSayHowItIsUsed() throws Exception {
        Process help = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FixtureMain.class.getName(),
                        "no-such-command")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("help").toFile())
                .start();
        assertTrue(help.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(2, help.exitValue());
        assertTrue(Files.readString(folder.resolve("help")).contains("there is no command 'no-such-command'"));
    }
}
