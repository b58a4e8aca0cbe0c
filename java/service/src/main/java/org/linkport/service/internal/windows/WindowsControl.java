/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.Winsvc;
import com.sun.jna.platform.win32.Winsvc.SC_HANDLE;
import com.sun.jna.ptr.IntByReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.service.RestartPolicy;
import org.linkport.service.ServiceOptions;
import org.linkport.service.StartMode;
import org.linkport.service.internal.command.ServiceControl;
import org.linkport.service.internal.command.ServiceControlException;

/** The service control manager of this machine, by way of advapi32. */
public final class WindowsControl implements ServiceControl {
    private static final int DELETE = 0x10000;
    private static final int OWN_PROCESS = 0x10;
    private static final int ERROR_NORMAL = 1;
    private static final int ERROR_INVALID_LEVEL = 124;
    /** Windows waits this much longer for the drain of a preshutdown than the drain may take. */
    private static final int PRESHUTDOWN_MARGIN_MILLIS = 5_000;

    private final Advapi32 api = Advapi32.INSTANCE;
    private final int managerAccess;

    /** All that an operator may do. */
    public WindowsControl() {
        this(Winsvc.SC_MANAGER_CONNECT | Winsvc.SC_MANAGER_CREATE_SERVICE);
    }

    /** With fewer rights, as someone has who is not elevated. */
    WindowsControl(int managerAccess) {
        this.managerAccess = managerAccess;
    }

    private interface Use<T> {
        T of(SC_HANDLE handle) throws ServiceControlException;
    }

    @Override
    public List<String> install(ServiceOptions options, String commandLine, @Nullable String password)
            throws ServiceControlException {
        return withManager(managerAccess, manager -> {
            SC_HANDLE service = api.CreateService(
                    manager,
                    options.name(),
                    options.displayName(),
                    Winsvc.SERVICE_ALL_ACCESS,
                    OWN_PROCESS,
                    startType(options.startMode()),
                    ERROR_NORMAL,
                    commandLine,
                    null,
                    null,
                    multiString(options.dependencies()),
                    options.account(),
                    password);
            return use(service, "CreateService", created -> configureOrDelete(created, options));
        });
    }

    /** Deletes what was created if the rest cannot be set, so that a second try does not find a half of the first. */
    private List<String> configureOrDelete(SC_HANDLE service, ServiceOptions options) throws ServiceControlException {
        try {
            List<String> unset = new ArrayList<>();
            configure(service, options, unset);
            EventSource.add(options.name());
            return unset;
        } catch (ServiceControlException | RuntimeException e) {
            api.DeleteService(service);
            throw e;
        }
    }

    private void configure(SC_HANDLE service, ServiceOptions options, List<String> unset)
            throws ServiceControlException {
        if (!options.description().isEmpty()) {
            Winsvc.SERVICE_DESCRIPTION description = new Winsvc.SERVICE_DESCRIPTION();
            description.lpDescription = options.description();
            set(service, Winsvc.SERVICE_CONFIG_DESCRIPTION, description, "the description", unset);
        }
        if (options.startMode() == StartMode.DELAYED) {
            ServiceConfig.DelayedAutoStart delayed = new ServiceConfig.DelayedAutoStart();
            delayed.fDelayedAutostart = 1;
            set(service, Winsvc.SERVICE_CONFIG_DELAYED_AUTO_START_INFO, delayed, "the delayed start", unset);
        }
        ServiceConfig.Preshutdown preshutdown = new ServiceConfig.Preshutdown();
        preshutdown.dwPreshutdownTimeout = options.drainMillis() + PRESHUTDOWN_MARGIN_MILLIS;
        set(service, Winsvc.SERVICE_CONFIG_PRESHUTDOWN_INFO, preshutdown, "the time of a preshutdown", unset);
        if (!options.restart().delaysMillis().isEmpty()) {
            set(service, Winsvc.SERVICE_CONFIG_FAILURE_ACTIONS, actions(options.restart()), "the restarts", unset);
            Winsvc.SERVICE_FAILURE_ACTIONS_FLAG flag = new Winsvc.SERVICE_FAILURE_ACTIONS_FLAG();
            flag.fFailureActionsOnNonCrashFailures = 1; // an exit code is a failure too, not only a crash
            set(service, Winsvc.SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, flag, "restarts after an exit code", unset);
        }
    }

    private static Winsvc.SERVICE_FAILURE_ACTIONS actions(RestartPolicy restart) {
        int count = restart.delaysMillis().size();
        Winsvc.SC_ACTION.ByReference first = new Winsvc.SC_ACTION.ByReference();
        Winsvc.SC_ACTION[] each = (Winsvc.SC_ACTION[]) first.toArray(count);
        for (int i = 0; i < count; i++) {
            each[i].type = Winsvc.SC_ACTION_RESTART;
            each[i].delay = restart.delaysMillis().get(i);
        }
        Winsvc.SERVICE_FAILURE_ACTIONS actions = new Winsvc.SERVICE_FAILURE_ACTIONS();
        actions.dwResetPeriod = restart.resetSeconds();
        actions.cActions = count;
        actions.lpsaActions = first;
        return actions;
    }

    private void set(
            SC_HANDLE service, int level, Winsvc.ChangeServiceConfig2Info info, String what, List<String> unset)
            throws ServiceControlException {
        if (api.ChangeServiceConfig2(service, level, info)) {
            return;
        }
        int code = Native.getLastError();
        if (code != ERROR_INVALID_LEVEL) {
            throw refused("ChangeServiceConfig2 for " + what, code);
        }
        unset.add("this system cannot set " + what);
    }

    @Override
    public void uninstall(String name) throws ServiceControlException {
        withService(name, DELETE, service -> check(api.DeleteService(service), "DeleteService"));
        EventSource.remove(name);
    }

    @Override
    public void start(String name, List<String> arguments) throws ServiceControlException {
        String[] words = arguments.toArray(new String[0]);
        withService(
                name,
                Winsvc.SERVICE_START,
                service -> check(api.StartService(service, words.length, words), "StartService"));
    }

    @Override
    public void stop(String name) throws ServiceControlException {
        withService(
                name,
                Winsvc.SERVICE_STOP,
                service -> check(
                        api.ControlService(service, Winsvc.SERVICE_CONTROL_STOP, new Winsvc.SERVICE_STATUS()),
                        "ControlService"));
    }

    @Override
    public Report query(String name) throws ServiceControlException {
        return withService(name, Winsvc.SERVICE_QUERY_STATUS, service -> {
            Winsvc.SERVICE_STATUS_PROCESS status = new Winsvc.SERVICE_STATUS_PROCESS();
            IntByReference needed = new IntByReference();
            check(
                    api.QueryServiceStatusEx(
                            service, Winsvc.SC_STATUS_TYPE.SC_STATUS_PROCESS_INFO, status, status.size(), needed),
                    "QueryServiceStatusEx");
            return new Report(
                    state(status.dwCurrentState),
                    status.dwProcessId,
                    status.dwCheckPoint,
                    status.dwWaitHint,
                    status.dwWin32ExitCode,
                    status.dwServiceSpecificExitCode);
        });
    }

    private static State state(int number) {
        return switch (number) {
            case Winsvc.SERVICE_STOPPED -> State.STOPPED;
            case Winsvc.SERVICE_START_PENDING -> State.START_PENDING;
            case Winsvc.SERVICE_STOP_PENDING -> State.STOP_PENDING;
            case Winsvc.SERVICE_RUNNING -> State.RUNNING;
            default -> State.OTHER;
        };
    }

    private static int startType(StartMode mode) {
        return switch (mode) {
            case AUTO, DELAYED -> WinNT.SERVICE_AUTO_START;
            case MANUAL -> WinNT.SERVICE_DEMAND_START;
            case DISABLED -> WinNT.SERVICE_DISABLED;
        };
    }

    /** Strings that each end with a NUL; JNA adds the one that ends the list. */
    private static @Nullable String multiString(List<String> values) {
        return values.isEmpty() ? null : String.join("\0", values) + "\0";
    }

    private <T> T withManager(int access, Use<T> use) throws ServiceControlException {
        return use(api.OpenSCManager(null, null, access), "OpenSCManager", use);
    }

    private <T> T withService(String name, int access, Use<T> use) throws ServiceControlException {
        return withManager(
                Winsvc.SC_MANAGER_CONNECT,
                manager -> use(api.OpenService(manager, name, access), "OpenService for " + name, use));
    }

    private <T> T use(@Nullable SC_HANDLE handle, String call, Use<T> use) throws ServiceControlException {
        if (handle == null) {
            throw refused(call, Native.getLastError());
        }
        try {
            return use.of(handle);
        } finally {
            api.CloseServiceHandle(handle);
        }
    }

    private static boolean check(boolean done, String call) throws ServiceControlException {
        if (!done) {
            throw refused(call, Native.getLastError());
        }
        return true;
    }

    private static ServiceControlException refused(String call, int code) {
        return new ServiceControlException(
                call, code, Kernel32Util.formatMessageFromLastErrorCode(code).strip());
    }
}
