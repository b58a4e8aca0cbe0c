/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.linkport.service.ServiceOptions;
import org.linkport.service.internal.command.Commands;
import org.linkport.service.internal.command.ServiceControl;
import org.linkport.service.internal.command.ServiceControl.Report;
import org.linkport.service.internal.command.ServiceControl.State;
import org.linkport.service.internal.command.ServiceControlException;
import org.linkport.service.internal.windows.WindowsControl;

/** One service of {@link FixtureMain} in a folder of its own; remove() ends both, whatever became of it. */
final class Fixture {
    private static final int LIMIT_SECONDS = 180;
    private static final AtomicInteger NEXT = new AtomicInteger();

    final String name = "linkport-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
    final ServiceControl control = new WindowsControl();
    final Path folder;
    final Path jar;

    Fixture() throws IOException {
        folder = Files.createTempDirectory("linkport service");
        jar = FixtureJar.createIn(folder);
    }

    /** Installs it by its own installer, to start on request, with options before the arguments. */
    Ran install(int tcpPort, String... options) {
        List<String> words = new ArrayList<>(List.of("--start", "manual"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", folder.toString(), "" + tcpPort));
        return command("install", words.toArray(new String[0])).expect(0);
    }

    /** One of its own commands, in this process: as many JVMs as there are commands would take long. */
    Ran command(String command, String... words) {
        return command(control, command, words);
    }

    /** The same by way of that control. */
    Ran command(ServiceControl by, String command, String... words) {
        List<String> all = new ArrayList<>(List.of("--name", name));
        if (command.equals("install")) {
            all.addAll(List.of("--jar", jar.toString()));
        }
        all.addAll(List.of(words));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Commands commands = new Commands(
                ServiceOptions.builder("linkport-fixture").build(),
                () -> by,
                new Commands.Surroundings(
                        out,
                        out,
                        account -> null,
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        Thread::sleep));
        return new Ran(commands.execute(command, all), said.toString(StandardCharsets.UTF_8));
    }

    Report query() throws ServiceControlException {
        return control.query(name);
    }

    Report await(Predicate<Report> wanted) throws ServiceControlException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            Report report = query();
            if (wanted.test(report)) {
                return report;
            }
            if (System.nanoTime() - deadline > 0) {
                fail("after " + LIMIT_SECONDS + " s still " + report);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    Report await(State state) throws ServiceControlException, InterruptedException {
        return await(report -> report.state() == state);
    }

    /** A deleted service is there until its process has ended and the last handle to it is closed. */
    void awaitGone() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (command("status").exitCode() != 4) {
            assertTrue(System.nanoTime() - deadline < 0, "it is deleted and still there");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Starts by the tool of Windows and waits until it runs. */
    void start() throws Exception {
        Ran.program("net", "start", name).expect(0);
        await(report -> report.state() != State.START_PENDING);
        assertEquals(State.RUNNING, query().state());
    }

    /** Waits for a file that the service writes. */
    String told(String file) throws IOException, InterruptedException {
        Path path = folder.resolve(file);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(path)) {
            assertTrue(System.nanoTime() - deadline < 0, () -> "the service does not write " + file);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    void close(String gate) throws IOException {
        Files.writeString(folder.resolve(gate + ".closed"), "");
    }

    void open(String gate) throws IOException {
        Files.delete(folder.resolve(gate + ".closed"));
    }

    Socket connect() throws IOException, InterruptedException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(told("port")));
        socket.setSoTimeout(LIMIT_SECONDS * 1_000);
        return socket;
    }

    /** A link that was asked for a push, and whose first byte arrived: the rest is queued. */
    Socket pushed() throws IOException, InterruptedException {
        Socket socket = connect();
        socket.getOutputStream().write(FixtureMain.PUSH);
        assertEquals(FixtureMain.pushed(0), (byte) socket.getInputStream().read());
        return socket;
    }

    /** Reads to the end and compares every byte after the first; answers how many came, that one included. */
    static int readPush(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int at = 1;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++, at++) {
                if (buffer[i] != FixtureMain.pushed(at)) {
                    fail("byte " + at + " is another one");
                }
            }
        }
        return at;
    }

    void remove() throws Exception {
        Files.deleteIfExists(folder.resolve("start.closed"));
        Ran stopped = command("stop");
        if (stopped.exitCode() != 0 && stopped.exitCode() != 3 && stopped.exitCode() != 4) {
            ProcessHandle.of(query().processId()).ifPresent(ProcessHandle::destroyForcibly);
        }
        if (stopped.exitCode() != 4) {
            control.uninstall(name);
            awaitGone();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                each.toFile().delete(); // Windows may hold a file for a moment; the system's temporary folder takes it
            }
        }
    }
}
