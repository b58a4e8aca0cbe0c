/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.List;
import org.linkport.bench.result.Cell;

/** A load generator with its links to one server, which it lets run only while it needs it. */
final class LoadProcess implements AutoCloseable {
    private final ChildProcess process;
    private final Cell cell;

    private LoadProcess(ChildProcess process, Cell cell) {
        this.process = process;
        this.cell = cell;
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
        process.read("ready");
        return new LoadProcess(process, cell);
    }

    /** As much as the server answers. */
    Slice run(int millis) {
        return ask(
                switch (cell.work()) {
                    case ECHO, FRAMED -> "closed " + millis + " " + cell.depth();
                    case ONE_WAY -> "one-way " + millis;
                    case CHURN -> "churn " + millis + " " + cell.depth();
                    case IDLE -> "closed 0 1";
                });
    }

    /** So many messages in a second, on schedule. */
    Slice runOpen(int millis, long rate) {
        return ask("open " + millis + " " + rate);
    }

    private Slice ask(String command) {
        return Slice.parse(process.ask(command, "result"));
    }

    @Override
    public void close() {
        process.close();
    }
}
