/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import org.linkport.bench.result.Cell;

/** A load generator with its links to one server, which it lets run only while it needs it. */
final class LoadProcess implements AutoCloseable {
    private final ChildProcess process;
    private final Cell cell;
    private final String congestion;

    private LoadProcess(ChildProcess process, Cell cell, String congestion) {
        this.process = process;
        this.cell = cell;
        this.congestion = congestion;
    }

    /** Returns when all links of the cell are connected. */
    static LoadProcess start(Programs programs, ServerProcess server, Cell cell) {
        List<String> options = List.of(
                "--tcp-port", Integer.toString(server.tcpPort()),
                "--server", Long.toString(server.pid()),
                "--suspend", "1",
                "--links", Integer.toString(cell.links()),
                "--bytes", Integer.toString(cell.bytes()),
                "--framed", cell.work() == Cell.Work.FRAMED ? "1" : "0");
        ChildProcess process = new ChildProcess("load on " + server.name(), programs.load(options));
        try {
            return new LoadProcess(process, cell, process.read("ready").text("congestion"));
        } catch (ServerFailure e) {
            process.close();
            throw e;
        }
    }

    /** How the system controls congestion on its links. */
    String congestion() {
        return congestion;
    }

    /** As much as the server answers. */
    Slice run(int millis) {
        return ask(
                millis,
                switch (cell.work()) {
                    case ECHO, FRAMED -> "closed " + millis + " " + cell.depth();
                    case ONE_WAY -> "one-way " + millis;
                    case CHURN -> "churn " + millis + " " + cell.depth();
                    case STEADY -> "closed " + millis + " 1";
                    case IDLE -> "closed 0 1";
                });
    }

    /** So many messages in a second, on schedule. */
    Slice runOpen(int millis, long rate) {
        return ask(millis, "open " + millis + " " + rate + " " + cell.depth());
    }

    private Slice ask(int millis, String command) {
        return Slice.parse(process.ask(command, "result", millis));
    }

    @Override
    public void close() {
        process.close();
    }
}
