/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.linkport.bench.result.Absence;
import org.linkport.bench.result.BenchRun;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;

/** A run as it grows: its file always holds every cell of the plan, with figures or with what keeps them away. */
final class RunFile {
    private static final Absence NOT_REACHED =
            new Absence(Absence.Reason.NOT_REACHED, "the run ended before this cell");

    private final Path file;
    private final BenchRun head;
    private final Map<Cell, CellResult> results = new LinkedHashMap<>();

    private RunFile(Path folder, BenchRun head) {
        this.head = head;
        this.file = folder.resolve(head.name() + ".json");
    }

    /** Of a new run, without figures. */
    static RunFile begin(Path folder, BenchRun head, List<Cell> cells) throws IOException {
        Files.createDirectories(folder);
        RunFile run = new RunFile(folder, head);
        cells.forEach(cell -> run.results.put(cell, CellResult.absent(cell, NOT_REACHED)));
        return run;
    }

    /** With the figures of an earlier one that was measured in the same way, in the same place. */
    void resume() throws IOException {
        BenchRun earlier = BenchRun.read(file);
        BenchRun same = new BenchRun(head.kind(), head.rounds(), head.sliceMillis(), head.machine(), earlier.cells());
        if (!earlier.equals(same)) {
            throw new IllegalArgumentException(file + " was measured in another way or with other versions");
        }
        earlier.cells().stream().filter(RunFile::isDone).forEach(result -> results.put(result.cell(), result));
    }

    private static boolean isDone(CellResult result) {
        Absence absence = result.absence();
        return absence == null || absence.reason() == Absence.Reason.TAKES_TOO_LONG;
    }

    /** Those that need not be measured any more. */
    Set<Cell> done() {
        return results.values().stream()
                .filter(RunFile::isDone)
                .map(CellResult::cell)
                .collect(Collectors.toSet());
    }

    /** Writes all there is so far. */
    void put(CellResult result) {
        results.put(result.cell(), result);
        try {
            run().write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BenchRun run() {
        return new BenchRun(
                head.kind(),
                head.rounds(),
                head.sliceMillis(),
                head.machine(),
                results.values().stream().toList());
    }
}
