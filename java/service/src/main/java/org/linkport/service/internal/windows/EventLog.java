/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.WinNT;
import org.jspecify.annotations.Nullable;
import org.linkport.service.internal.life.Journal;

/** A source in the Application log of Windows. Any thread. */
public final class EventLog implements Journal, AutoCloseable {
    /** The longest string that ReportEvent takes. */
    private static final int TEXT_MAX = 31_839;

    private final WinNT.HANDLE handle;

    private EventLog(WinNT.HANDLE handle) {
        this.handle = handle;
    }

    /**
     * Opens the log for that source, which need not be registered for it.
     *
     * @throws IllegalStateException with the code of Windows
     */
    public static EventLog open(String source) {
        WinNT.HANDLE handle = Advapi32.INSTANCE.RegisterEventSource(null, source);
        if (handle == null) {
            throw new IllegalStateException("RegisterEventSource failed with " + Native.getLastError());
        }
        return new EventLog(handle);
    }

    /**
     * Writes a line.
     *
     * @param eventId 1 to 1,000
     * @return whether Windows took it
     */
    public boolean report(Level level, int eventId, String text) {
        // No NUL, where the string would end; and no more than fits.
        String fitting = text.replace('\0', ' ');
        if (fitting.length() > TEXT_MAX) {
            fitting = fitting.substring(0, TEXT_MAX);
        }
        return Advapi32.INSTANCE.ReportEvent(handle, type(level), 0, eventId, null, 1, 0, new String[] {fitting}, null);
    }

    @Override
    public void write(Entry entry, String text, @Nullable Throwable cause) {
        String whole = Journal.withCause(text, cause);
        if (!report(entry.level(), entry.eventId(), whole)) {
            System.err.println("the event log refused a line with " + Native.getLastError() + ": " + whole);
        }
    }

    @Override
    public void close() {
        Advapi32.INSTANCE.DeregisterEventSource(handle);
    }

    private static int type(Level level) {
        return switch (level) {
            case INFO -> WinNT.EVENTLOG_INFORMATION_TYPE;
            case WARNING -> WinNT.EVENTLOG_WARNING_TYPE;
            case ERROR -> WinNT.EVENTLOG_ERROR_TYPE;
        };
    }
}
