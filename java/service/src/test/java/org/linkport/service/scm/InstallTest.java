/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinReg;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.linkport.service.internal.command.ServiceControl;
import org.linkport.service.internal.windows.WindowsControlAccess;

/** Attacks what an installation leaves in Windows, what an uninstallation leaves of it, and installing what is there. */
class InstallTest extends InstalledService {
    private static final String SERVICES = "SYSTEM\\CurrentControlSet\\Services\\";
    private static final String SOURCES = SERVICES + "EventLog\\Application\\";

    private String text(String value) {
        return Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, SERVICES + fixture.name, value);
    }

    private int number(String value) {
        return Advapi32Util.registryGetIntValue(WinReg.HKEY_LOCAL_MACHINE, SERVICES + fixture.name, value);
    }

    @Test
    void shouldInstallWithAQuotedImagePath() throws Exception {
        // In a JVM of its own, as a person does it; all other tests save that time.
        Ran.jar(
                        fixture.jar,
                        "install",
                        "--name",
                        fixture.name,
                        "--start",
                        "manual",
                        "--jvm-option",
                        "-Xmx64m",
                        "--",
                        fixture.folder.toString(),
                        "0")
                .expect(0)
                .says("installed " + fixture.name);
        Ran.program("sc", "query", fixture.name).expect(0).says("STOPPED");
        String image = text("ImagePath");
        assertTrue(image.startsWith("\"" + Ran.java() + "\" -Xrs -Xmx64m "), image);
        assertTrue(
                image.contains("\"-Duser.dir=" + fixture.folder + "\" -jar \"" + fixture.jar + "\" run-service "),
                image);
        assertTrue(image.endsWith(" \"" + fixture.folder + "\" 0"), image);
        assertEquals(16, number("Type"));
        assertEquals(3, number("Start"));
    }

    @Test
    void shouldSetAccountDependenciesAndTimes() throws Exception {
        fixture.install(
                0,
                "--account",
                "NT AUTHORITY\\LocalService",
                "--depends-on",
                "RpcSs",
                "--depends-on",
                "PlugPlay",
                "--description",
                "for a test");
        assertEquals("NT AUTHORITY\\LocalService", text("ObjectName"));
        assertEquals("for a test", text("Description"));
        String[] dependencies = Advapi32Util.registryGetStringArray(
                WinReg.HKEY_LOCAL_MACHINE, SERVICES + fixture.name, "DependOnService");
        assertEquals("RpcSs PlugPlay", String.join(" ", dependencies));
        assertEquals(35_000, number("PreshutdownTimeout"));
    }

    @Test
    void shouldStartWithTheSystemIfAskedTo() throws Exception {
        fixture.command("install", "--start", "auto").expect(0);
        assertEquals(2, number("Start"));
    }

    @Test
    void shouldRegisterTheEventSourceAndRemoveIt() throws Exception {
        fixture.install(0);
        String source = SOURCES + fixture.name;
        assertTrue(Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, source, "EventMessageFile")
                .endsWith("EventCreate.exe"));
        assertEquals(7, Advapi32Util.registryGetIntValue(WinReg.HKEY_LOCAL_MACHINE, source, "TypesSupported"));
        fixture.command("uninstall").expect(0).says("uninstalled");
        assertFalse(Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, source));
        assertTrue(Ran.program("sc", "query", fixture.name).exitCode() != 0, "sc still knows it");
    }

    @Test
    void shouldRefuseToInstallTwiceAndChangeNothing() throws Exception {
        fixture.install(0);
        String before = text("ImagePath");
        fixture.command("install", "--", "other").expect(6).says("1073").says("uninstall it first");
        assertEquals(before, text("ImagePath"));
    }

    @Test
    void shouldSayThatItIsNotInstalled() throws Exception {
        for (String command : new String[] {"uninstall", "start", "stop", "status"}) {
            fixture.command(command).expect(4).says("1060").says("install it first");
        }
    }

    @Test
    void shouldRefuseWhatIsNoJarAndWhatIsNoFolder() throws Exception {
        Path missing = fixture.folder.resolve("missing");
        fixture.command("install", "--jar", missing.toString()).expect(2).says("not a runnable jar");
        fixture.command("install", "--directory", missing.toString()).expect(2).says("is no folder");
        fixture.command("install", "--java", missing.toString()).expect(2).says("there is no ");
        fixture.command("status").expect(4);
    }

    @Test
    void shouldSayThatItNeedsAnAdministrator() throws Exception {
        // Handles of a service control manager that permit what everybody may, and no creation: Windows then says 5.
        ServiceControl unprivileged = WindowsControlAccess.everybody();
        fixture.command(unprivileged, "install")
                .expect(5)
                .says("CreateService failed with 5")
                .says("administrator");
        fixture.command("status").expect(4);
    }

    @Test
    void shouldNotRunAsAServiceInAConsole() throws Exception {
        Ran.jar(fixture.jar, "run-service").expect(1).says("in a console use run");
    }
}
