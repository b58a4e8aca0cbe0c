/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinReg;
import org.linkport.service.internal.command.ServiceControlException;

/**
 * The entry that lets the event viewer show the lines of a source as they were written. A Java program has no message
 * table of its own; that of EventCreate.exe, which every Windows has, says "%1" for the ids 1 to 1,000.
 */
final class EventSource {
    private static final String SOURCES = "SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application";
    private static final int ERROR_WARNING_AND_INFORMATION = 7;

    private EventSource() {}

    static void add(String name) throws ServiceControlException {
        String key = SOURCES + "\\" + name;
        try {
            Advapi32Util.registryCreateKey(WinReg.HKEY_LOCAL_MACHINE, key);
            Advapi32Util.registrySetExpandableStringValue(
                    WinReg.HKEY_LOCAL_MACHINE, key, "EventMessageFile", "%SystemRoot%\\System32\\EventCreate.exe");
            Advapi32Util.registrySetIntValue(
                    WinReg.HKEY_LOCAL_MACHINE, key, "TypesSupported", ERROR_WARNING_AND_INFORMATION);
        } catch (Win32Exception e) {
            throw refused("adding the event source " + name, e);
        }
    }

    static void remove(String name) throws ServiceControlException {
        try {
            if (Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, SOURCES + "\\" + name)) {
                Advapi32Util.registryDeleteKey(WinReg.HKEY_LOCAL_MACHINE, SOURCES, name);
            }
        } catch (Win32Exception e) {
            throw refused("removing the event source " + name, e);
        }
    }

    private static ServiceControlException refused(String call, Win32Exception e) {
        return new ServiceControlException(call, e.getErrorCode(), String.valueOf(e.getMessage()));
    }
}
