/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceOptions;

/** A service control manager that refuses and reports what a test says. */
final class SimulatedControl implements ServiceControl {
    static final Report STOPPED = new Report(State.STOPPED, 0, 0, 0, 0, 0);
    static final Report RUNNING = new Report(State.RUNNING, 77, 0, 0, 0, 0);
    static final Report STARTING = new Report(State.START_PENDING, 77, 3, 10_000, 0, 0);
    static final Report STOPPING = new Report(State.STOP_PENDING, 77, 5, 10_000, 0, 0);

    final List<String> calls = new ArrayList<>();
    /** What the next queries answer; the last one stays. */
    final Deque<Report> reports = new ArrayDeque<>(List.of(STOPPED));

    List<String> unset = List.of();
    int refuseWith;

    @Nullable
    String refusedCall;

    @Nullable
    String password;

    ServiceOptions installed;

    void refuse(String call, int code) {
        refusedCall = call;
        refuseWith = code;
    }

    void reports(Report... all) {
        reports.clear();
        reports.addAll(List.of(all));
    }

    private void call(String call, String words) throws ServiceControlException {
        calls.add((call + " " + words).strip());
        if (call.equals(refusedCall)) {
            throw new ServiceControlException(call, refuseWith, "simulated");
        }
    }

    @Override
    public List<String> install(ServiceOptions options, String commandLine, @Nullable String password)
            throws ServiceControlException {
        this.password = password;
        this.installed = options;
        call("install", options.name() + " " + commandLine);
        return unset;
    }

    @Override
    public void uninstall(String name) throws ServiceControlException {
        call("uninstall", name);
    }

    @Override
    public void start(String name, List<String> arguments) throws ServiceControlException {
        call("start", name + " " + String.join(",", arguments));
    }

    @Override
    public void stop(String name) throws ServiceControlException {
        call("stop", name);
    }

    @Override
    public Report query(String name) throws ServiceControlException {
        if ("query".equals(refusedCall)) {
            throw new ServiceControlException("query", refuseWith, "simulated");
        }
        return reports.size() > 1 ? reports.remove() : reports.element();
    }
}
