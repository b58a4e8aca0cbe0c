/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.ServerResult;
import org.linkport.bench.server.ServerMode;

/**
 * The floor and servers of one mode, all started. One that failed in a cell is started anew for the next, since nobody
 * knows what it is still busy with; one that fails again and again is left out.
 */
final class StartedServers implements AutoCloseable {
    private static final int FAILURES_MAX = 2;

    private final Programs programs;
    private final ServerMode mode;
    private final Map<String, ServerProcess> running = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private @Nullable ServerProcess floor;

    StartedServers(Programs programs, ServerMode mode, List<String> servers) {
        this.programs = programs;
        this.mode = mode;
        servers.forEach(this::start);
    }

    /** Starts it, if it does not run. Throws if it does not start. */
    ServerProcess floor() {
        ServerProcess started = floor;
        if (started == null) {
            started = ServerProcess.start(programs, programs.floor(), mode);
            floor = started;
        }
        return started;
    }

    List<ServerProcess> running() {
        return List.copyOf(running.values());
    }

    /** Those that do not run, and why. */
    List<ServerResult> absent() {
        List<ServerResult> results = new ArrayList<>();
        absent.forEach((server, why) -> results.add(ServerResult.failed(server, why)));
        return results;
    }

    /** Starts those anew that failed there. */
    void recover(CellResult result) {
        for (ServerResult server : result.servers()) {
            if (server.failure() != null && running.containsKey(server.server())) {
                recover(server.server(), server.failure());
            }
        }
    }

    private void recover(String server, String failure) {
        ServerProcess failed = running.remove(server);
        if (failed != null) {
            failed.close();
        }
        if (failures.merge(server, 1, Integer::sum) < FAILURES_MAX) {
            start(server);
        } else {
            absent.put(server, "left out after it failed twice: " + failure);
        }
    }

    /** The next one to ask for the floor gets a new one. */
    void dropFloor() {
        if (floor != null) {
            floor.close();
            floor = null;
        }
    }

    private void start(String server) {
        try {
            running.put(server, ServerProcess.start(programs, server, mode));
        } catch (ServerFailure e) {
            System.err.println("bench: " + server + " does not start: " + e.getMessage());
            absent.put(server, "it does not start: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        dropFloor();
        running.values().forEach(ServerProcess::close);
    }
}
