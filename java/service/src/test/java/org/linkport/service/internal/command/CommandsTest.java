/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.service.ServiceOptions;
import org.linkport.service.StartMode;

/** Attacks every command with everything that Windows may answer: the exit code, the line, and what is called. */
class CommandsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final SimulatedControl control = new SimulatedControl();
    private @Nullable String typed;
    private long nowMillis;
    private Path jar;
    private Path java;

    @BeforeEach
    void createFiles() throws Exception {
        java = Files.createFile(folder.resolve("java.exe"));
        jar = folder.resolve("program.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
    }

    private Commands commands(@Nullable ServiceControl by) {
        PrintStream out = new PrintStream(said, true, UTF_8);
        return new Commands(
                ServiceOptions.builder("echo").displayName("Echo").build(),
                () -> by,
                new Commands.Surroundings(out, out, account -> typed, () -> nowMillis, millis -> nowMillis += millis));
    }

    private void assertEnds(int exitCode, String line, String command, String... words) {
        said.reset();
        assertEquals(exitCode, commands(control).execute(command, List.of(words)), () -> said.toString(UTF_8));
        assertTrue(said.toString(UTF_8).contains(line), () -> "'" + line + "' is not in: " + said.toString(UTF_8));
    }

    private String[] install(String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "--jar";
        all[1] = jar.toString();
        all[2] = "--java";
        all[3] = java.toString();
        System.arraycopy(words, 0, all, 4, words.length);
        return all;
    }

    @Test
    void shouldInstallWhatTheCommandLineSays() {
        control.unset = List.of("this system cannot set x");
        assertEnds(
                0,
                "install: this system cannot set x",
                "install",
                install("--start", "delayed", "--depends-on", "Tcpip", "--jvm-option", "-Xmx1g", "--", "--port", "1"));
        String call = control.calls.get(0);
        assertTrue(call.startsWith("install echo \"" + java + "\" -Xrs -Xmx1g "), call);
        assertTrue(call.endsWith(" -jar " + jar + " run-service --port 1"), call);
        assertEquals(StartMode.DELAYED, control.installed.startMode());
        assertEquals(List.of("Tcpip"), control.installed.dependencies());
        assertEquals("Echo", control.installed.displayName());
        assertNull(control.password);
    }

    @Test
    void shouldShowAnotherNameUnlessOneIsShownAlready() {
        assertEnds(0, "installed other", "install", install("--name", "other"));
        assertEquals("other", control.installed.displayName());
        assertEnds(0, "installed other", "install", install("--name", "other", "--display-name", "Shown"));
        assertEquals("Shown", control.installed.displayName());
    }

    @Test
    void shouldAskForAPasswordOnlyWhereThereIsOne() {
        typed = "secret";
        for (String account :
                List.of("NT AUTHORITY\\NetworkService", "NT SERVICE\\echo", "LocalSystem", "DOM\\gmsa$")) {
            assertEnds(0, "installed", "install", install("--account", account));
            assertNull(control.password, account);
        }
        assertEnds(0, "installed", "install", install("--account", "DOM\\user"));
        assertEquals("secret", control.password);
        assertTrue(!said.toString(UTF_8).contains("secret"));
        typed = null;
        assertEnds(2, "the account DOM\\user needs a password", "install", install("--account", "DOM\\user"));
    }

    @Test
    void shouldRefuseCommandLinesThatSayNothing() {
        assertEnds(2, "install has no option --port", "install", install("--port", "1"));
        assertEnds(2, "--start needs a value", "install", install("--start"));
        assertEnds(
                2,
                "--start is 'soon' and must be auto, delayed, manual or disabled",
                "install",
                install("--start", "soon"));
        assertEnds(2, "name is 'a/b'", "install", install("--name", "a/b"));
        assertEnds(2, "jvmOptions has 'x'", "install", install("--jvm-option", "x"));
        assertEnds(2, "an argument has a line break", "install", install("a\nb"));
        assertEnds(2, "not a runnable jar", "install", "--jar", java.toString());
        assertEnds(
                2,
                "there is no ",
                "install",
                "--jar",
                jar.toString(),
                "--java",
                folder.resolve("x").toString());
        assertEnds(2, "stop has no option --now", "stop", "--now");
        assertEnds(2, "'now' is too much", "stop", "now");
        assertEquals(List.of(), control.calls);
    }

    @Test
    void shouldNameWhatIsToBeDoneAboutARefusal() {
        control.refuse("install", 5);
        assertEnds(5, "Run as administrator", "install", install());
        control.refuse("install", 1073);
        assertEnds(6, "uninstall it first", "install", install());
        control.refuse("install", 1072);
        assertEnds(1, "closed", "install", install());
        for (String command : List.of("uninstall", "stop", "start", "status")) {
            control.refuse(command.equals("uninstall") || command.equals("status") ? "query" : command, 1060);
            assertEnds(4, "install it first", command);
            control.refuse(command.equals("uninstall") || command.equals("status") ? "query" : command, 5);
            assertEnds(5, "administrator", command);
        }
        control.refuse("start", 1056);
        assertEnds(7, "1056", "start");
        control.refuse("stop", 1062);
        assertEnds(3, "1062", "stop");
        control.refuse("start", 1058);
        assertEnds(1, "start failed with 1058", "start");
    }

    @Test
    void shouldSayHowAStartWent() {
        control.reports(SimulatedControl.STARTING, SimulatedControl.STARTING, SimulatedControl.RUNNING);
        assertEnds(0, "started echo, process 77", "start", "--", "a", "b");
        assertEquals("start echo a,b", control.calls.get(0));
        control.reports(
                SimulatedControl.STARTING, new ServiceControl.Report(ServiceControl.State.STOPPED, 0, 0, 0, 1066, 10));
        assertEnds(9, "service-specific exit code 10", "start");
        control.reports(new ServiceControl.Report(ServiceControl.State.STOPPED, 0, 0, 0, 1067, 0));
        assertEnds(9, "exit code 1067", "start");
        control.reports(SimulatedControl.STARTING);
        assertEnds(8, "echo is still START_PENDING, checkpoint 3", "start");
        assertTrue(nowMillis >= 150_000, "startMillis and a margin: " + nowMillis);
    }

    @Test
    void shouldWaitForAStopAndJoinOneThatIsUnderWay() {
        control.reports(SimulatedControl.RUNNING, SimulatedControl.STOPPING, SimulatedControl.STOPPED);
        assertEnds(0, "stopped echo", "stop");
        control.refuse("stop", 1061);
        control.reports(SimulatedControl.STOPPING, SimulatedControl.STOPPING, SimulatedControl.STOPPED);
        assertEnds(0, "stopped echo", "stop");
        control.reports(SimulatedControl.STARTING);
        assertEnds(1, "1061", "stop");
        control.refuse("", 0);
        control.reports(SimulatedControl.STOPPING);
        assertEnds(8, "echo is still STOP_PENDING, checkpoint 5", "stop");
    }

    @Test
    void shouldStopWhatItUninstalls() {
        control.reports(SimulatedControl.RUNNING, SimulatedControl.STOPPING, SimulatedControl.STOPPED);
        assertEnds(0, "uninstalled echo", "uninstall");
        assertEquals(List.of("stop echo", "uninstall echo"), control.calls);
        control.calls.clear();
        control.reports(SimulatedControl.STOPPED);
        assertEnds(0, "uninstalled other", "uninstall", "--name", "other");
        assertEquals(List.of("uninstall other"), control.calls);
        control.calls.clear();
        control.reports(SimulatedControl.STOPPING);
        assertEnds(8, "still STOP_PENDING", "uninstall");
        assertEquals(List.of("stop echo"), control.calls);
    }

    @Test
    void shouldTellTheStatus() {
        control.reports(SimulatedControl.RUNNING);
        assertEnds(0, "echo: RUNNING, process 77", "status");
        assertEnds(3, "other: STOPPED, exit code 1077", "status", withStopped(1077));
    }

    private String[] withStopped(int exitCode) {
        control.reports(new ServiceControl.Report(ServiceControl.State.STOPPED, 0, 0, 0, exitCode, 0));
        return new String[] {"--name", "other"};
    }

    @Test
    void shouldSayThatTheyNeedWindows() {
        assertEquals(10, commands(null).execute("install", List.of()));
        assertTrue(said.toString(UTF_8).contains("install needs Windows"), () -> said.toString(UTF_8));
    }
}
