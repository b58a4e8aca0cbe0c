/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Median;

/**
 * One cell: each slice of a server stands between two slices of the floor, since a shared machine drifts. The order of the
 * servers turns round from one round to the next.
 */
final class CellRun {
    private final Programs programs;
    private final Settings settings;
    private final Cell cell;
    private final List<Slice> floorSlices = new ArrayList<>();

    CellRun(Programs programs, Settings settings, Cell cell) {
        this.programs = programs;
        this.settings = settings;
        this.cell = cell;
    }

    CellResult run(ServerProcess floor, List<ServerProcess> servers) {
        List<Contestant> contestants = new ArrayList<>();
        try (LoadProcess floorLoad = LoadProcess.start(programs, floor, cell)) {
            floorLoad.run(settings.sliceMillis());
            for (ServerProcess server : servers) {
                contestants.add(Contestant.connect(programs, settings, server, cell));
            }
            rounds(floorLoad, contestants);
            apart(contestants);
        } finally {
            contestants.forEach(Contestant::close);
        }
        return new CellResult(
                cell,
                floorMedian(Slice::cpuNanosPerMessage),
                floorMedian(Slice::messagesPerSecond),
                contestants.stream().map(Contestant::result).toList());
    }

    private void rounds(LoadProcess floorLoad, List<Contestant> contestants) {
        List<Contestant> order = new ArrayList<>(contestants);
        contestants.forEach(Contestant::begin);
        Slice before = floorSlice(floorLoad);
        for (int round = 0; round < settings.rounds(); round++) {
            for (Contestant contestant : order) {
                contestant.slice();
                Slice after = floorSlice(floorLoad);
                contestant.compare(before, after);
                before = after;
            }
            Collections.reverse(order);
        }
        contestants.forEach(Contestant::end);
    }

    private Slice floorSlice(LoadProcess floorLoad) {
        Slice slice = floorLoad.run(settings.sliceMillis());
        floorSlices.add(slice);
        return slice;
    }

    /** What would disturb the rounds. */
    private void apart(List<Contestant> contestants) {
        if (cell.isAnswered() && settings.openShare() > 0) {
            long rate = (long) (floorMedian(Slice::messagesPerSecond) * settings.openShare());
            for (int round = 0; round < settings.rounds(); round++) {
                contestants.forEach(contestant -> contestant.open(rate));
            }
        }
        if (settings.systemCalls()) {
            contestants.forEach(Contestant::countSystemCalls);
        }
    }

    private double floorMedian(ToDoubleFunction<Slice> figure) {
        return Median.of(floorSlices.stream().mapToDouble(figure).toArray());
    }
}
