/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Winsvc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceHost;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.ServiceStartException;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.Journal;
import org.linkport.service.internal.life.LifeLoop;
import org.linkport.service.internal.life.ServiceLife;
import org.linkport.service.internal.life.ServiceStatus;

/** This process as a service: the dispatcher of Windows calls {@code serviceMain} once and {@code handle} for each control. */
public final class WindowsService {
    private static final int OWN_PROCESS = 0x10;
    private static final int ERROR_CALL_NOT_IMPLEMENTED = 120;
    private static final int ERROR_FAILED_SERVICE_CONTROLLER_CONNECT = 1063;
    private static final int ERROR_SERVICE_SPECIFIC_ERROR = 1066;

    private final ServiceOptions options;
    private final Supplier<? extends ServiceMain> program;
    private final List<String> arguments;
    private final AtomicInteger exitCode = new AtomicInteger(ServiceStartException.FAILED);

    // What native code calls must stay reachable from here for as long as it may call.
    private final Winsvc.SERVICE_MAIN_FUNCTION onMain = this::serviceMain;
    private final Winsvc.HandlerEx onControl = (control, type, data, context) -> handle(control);

    private volatile Winsvc.@Nullable SERVICE_STATUS_HANDLE statusHandle;
    private volatile @Nullable ServiceLife life;

    /** Nothing happens before {@link #run}. */
    public WindowsService(ServiceOptions options, Supplier<? extends ServiceMain> program, List<String> arguments) {
        this.options = options;
        this.program = program;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Hands this thread to the service control manager until the service has stopped.
     *
     * @return the exit code of the service
     * @throws IllegalStateException if no service control manager started this process
     */
    public int run() {
        enterWorkingDirectory();
        Winsvc.SERVICE_TABLE_ENTRY[] table = (Winsvc.SERVICE_TABLE_ENTRY[]) new Winsvc.SERVICE_TABLE_ENTRY().toArray(2);
        table[0].lpServiceName = options.name();
        table[0].lpServiceProc = onMain;
        if (!Advapi32.INSTANCE.StartServiceCtrlDispatcher(table)) {
            int code = Native.getLastError();
            throw new IllegalStateException(
                    code == ERROR_FAILED_SERVICE_CONTROLLER_CONNECT
                            ? "only the service control manager may use this command; in a console use run"
                            : "StartServiceCtrlDispatcher failed with " + code);
        }
        return exitCode.get();
    }

    /** A service begins in the folder of the system. Java's own paths follow user.dir, those of native code this. */
    private static void enterWorkingDirectory() {
        String directory = System.getProperty("user.dir");
        if (!CurrentDirectory.set(directory)) {
            throw new IllegalStateException(
                    "the working directory " + directory + " cannot be entered: " + Native.getLastError());
        }
    }

    /** On a thread of Windows; its first word is the name under which the service was installed. */
    private void serviceMain(int count, Pointer words) {
        List<String> all = new ArrayList<>(List.of(words.getWideStringArray(0, count)));
        String name = all.isEmpty() ? options.name() : all.remove(0);
        all.addAll(0, arguments);
        ServiceOptions named = options.toBuilder().name(name).build();
        statusHandle = Advapi32.INSTANCE.RegisterServiceCtrlHandlerEx(name, onControl, Pointer.NULL);
        int code = Native.getLastError();
        Journal journal = openJournal(name);
        if (statusHandle == null) {
            journal.write(Journal.Entry.START_FAILED, "RegisterServiceCtrlHandlerEx failed with " + code, null);
            return;
        }
        ServiceLife.Surroundings surroundings = new ServiceLife.Surroundings(
                this::report,
                journal,
                ServiceLife.Threads.DAEMONS,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        ServiceLife now = new ServiceLife(program, named, ServiceHost.WINDOWS, all, surroundings);
        live(now);
        LifeLoop.run(now, ServiceLife.TICK_MILLIS, () -> {});
    }

    /** From now on controls go to that life. */
    void live(ServiceLife now) {
        life = now;
    }

    private static Journal openJournal(String source) {
        try {
            return EventLog.open(source);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return Journal.to(System.err);
        }
    }

    /** On the thread that called {@link #run}; must return at once. */
    int handle(int control) {
        StopCause cause = switch (control) {
            case Winsvc.SERVICE_CONTROL_STOP -> StopCause.STOP;
            case Winsvc.SERVICE_CONTROL_PRESHUTDOWN -> StopCause.PRESHUTDOWN;
            case Winsvc.SERVICE_CONTROL_SHUTDOWN -> StopCause.SHUTDOWN;
            default -> null;
        };
        ServiceLife now = life;
        if (cause != null && now != null) {
            now.requestStop(cause);
        }
        boolean known = cause != null || control == Winsvc.SERVICE_CONTROL_INTERROGATE;
        return known ? 0 : ERROR_CALL_NOT_IMPLEMENTED;
    }

    private void report(ServiceStatus status) {
        if (status.state() == ServiceStatus.State.STOPPED) {
            exitCode.set(status.exitCode()); // before the report: the dispatcher returns on it
        }
        if (!Advapi32.INSTANCE.SetServiceStatus(statusHandle, translate(status))) {
            System.err.println("SetServiceStatus failed with " + Native.getLastError());
        }
    }

    /** The same in the terms of Windows. */
    static Winsvc.SERVICE_STATUS translate(ServiceStatus status) {
        Winsvc.SERVICE_STATUS translated = new Winsvc.SERVICE_STATUS();
        translated.dwServiceType = OWN_PROCESS;
        translated.dwCurrentState = switch (status.state()) {
            case START_PENDING -> Winsvc.SERVICE_START_PENDING;
            case RUNNING -> Winsvc.SERVICE_RUNNING;
            case STOP_PENDING -> Winsvc.SERVICE_STOP_PENDING;
            case STOPPED -> Winsvc.SERVICE_STOPPED;
        };
        translated.dwControlsAccepted = switch (status.state()) {
            // Windows sends the other two to services that run; a stop is taken while it starts as well.
            case START_PENDING -> Winsvc.SERVICE_ACCEPT_STOP;
            case RUNNING ->
                Winsvc.SERVICE_ACCEPT_STOP | Winsvc.SERVICE_ACCEPT_SHUTDOWN | Winsvc.SERVICE_ACCEPT_PRESHUTDOWN;
            case STOP_PENDING, STOPPED -> 0;
        };
        translated.dwWin32ExitCode = status.exitCode() == 0 ? 0 : ERROR_SERVICE_SPECIFIC_ERROR;
        translated.dwServiceSpecificExitCode = status.exitCode();
        translated.dwCheckPoint = status.checkPoint();
        translated.dwWaitHint = status.waitHintMillis();
        return translated;
    }
}
