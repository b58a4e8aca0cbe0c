/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import org.HdrHistogram.Histogram;
import org.linkport.CloseReason;

/** One link of a cell: packet after packet until the cell is over. Where the callbacks of the link run. */
abstract class BenchLink {
    private static final int DIGITS = 2;

    private final CellRun run;
    private final Histogram nanos = new Histogram(DIGITS);
    private long asked;
    private long askedAt;
    private boolean finished;

    BenchLink(CellRun run) {
        this.run = run;
    }

    final CellRun run() {
        return run;
    }

    final int packetBytes() {
        return run.cell().packetBytes();
    }

    /** Sends the next packet or asks for it. */
    abstract void ask();

    /** Begins, when all links are open. */
    void start() {
        askNext();
    }

    /** Asks unless it is over. */
    final void askNext() {
        if (finished) {
            return;
        }
        if (mayAsk()) {
            askedAt = System.nanoTime();
            asked++;
            ask();
        } else {
            finish();
        }
    }

    final boolean mayAsk() {
        return run.goesOn() && (run.maxPackets() == 0 || asked < run.maxPackets());
    }

    final void asksWithoutWaiting() {
        asked++;
    }

    /** The answer has come. */
    final void answered(int bytes, boolean same) {
        nanos.recordValue(System.nanoTime() - askedAt);
        run.carried(1, bytes, same ? 0 : 1);
        askNext();
    }

    final void finish() {
        if (!finished) {
            finished = true;
            run.finished(nanos);
        }
    }

    final void ended(CloseReason reason) {
        if (!finished) {
            finished = true;
            run.lost("a link ended with " + reason + " before the cell was over");
            run.finished(nanos);
        }
    }
}
