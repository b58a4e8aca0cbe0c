/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.ServerResult;
import org.linkport.bench.server.ServerMode;

/** Echo without a break: what a server leaves to its garbage collector over a longer time. */
final class SteadyRun {
    private static final int MILLIS = 1_000;

    private final Programs programs;
    private final Settings settings;
    private final Cell cell;

    SteadyRun(Programs programs, Settings settings, Cell cell) {
        this.programs = programs;
        this.settings = settings;
        this.cell = cell;
    }

    CellResult run(List<String> servers) {
        return OneByOne.run(cell, servers, this::measured);
    }

    private ServerResult measured(String name) {
        try (ServerProcess server = ServerProcess.start(programs, name, ServerMode.ECHO);
                Contestant contestant = Contestant.connect(programs, settings, server, cell)) {
            contestant.begin();
            contestant.slice(cell.depth() * MILLIS);
            contestant.end();
            return contestant.result();
        }
    }
}
