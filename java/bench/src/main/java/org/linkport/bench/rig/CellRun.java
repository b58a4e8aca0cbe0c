/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.linkport.bench.result.Absence;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.Median;

/**
 * One cell: each slice of a server stands between two slices of the floor, since a shared machine drifts. The order of the
 * servers turns round from one round to the next. It ends in bounded time, with fewer rounds if need be.
 */
final class CellRun {
    /** Of fewer than three there is no median worth the name. */
    private static final int ROUNDS_MIN = 3;

    private final Programs programs;
    private final Settings settings;
    private final Cell cell;
    private final List<Slice> floorSlices = new ArrayList<>();
    private final long began = System.nanoTime();

    CellRun(Programs programs, Settings settings, Cell cell) {
        this.programs = programs;
        this.settings = settings;
        this.cell = cell;
    }

    CellResult run(ServerProcess floor, List<ServerProcess> servers) {
        List<Contestant> contestants = new ArrayList<>();
        double secondsMax = settings.cellSecondsMax(cell, servers.size());
        try (LoadProcess floorLoad = LoadProcess.start(programs, floor, cell)) {
            floorLoad.run(settings.sliceMillis());
            double slice = floorLoad.run(settings.sliceMillis()).nanos() / 1e9;
            int rounds = affordable(servers.size(), slice, secondsMax);
            if (rounds < Math.min(ROUNDS_MIN, settings.rounds())) {
                return CellResult.absent(cell, tooLong(slice, servers.size(), secondsMax));
            }
            for (ServerProcess server : servers) {
                contestants.add(Contestant.connect(programs, settings, server, cell));
            }
            rounds(floorLoad, contestants, rounds, secondsMax);
            apart(contestants, rounds, secondsMax);
        } finally {
            contestants.forEach(Contestant::close);
        }
        return new CellResult(
                cell,
                floorMedian(Slice::cpuNanosPerMessage),
                floorMedian(Slice::messagesPerSecond),
                contestants.stream().map(Contestant::result).toList());
    }

    /** How many rounds there is time for, if a slice takes that long. */
    private int affordable(int servers, double slice, double secondsMax) {
        int rounds = settings.rounds();
        while (rounds > 0 && (servers + settings.slices(cell, servers, rounds)) * slice > secondsMax) {
            rounds--;
        }
        return rounds;
    }

    private Absence tooLong(double slice, int servers, double secondsMax) {
        return new Absence(
                Absence.Reason.TAKES_TOO_LONG,
                String.format(
                        Locale.ROOT,
                        "every link is answered once in %.1f s (%.1f GiB there and back), so that %d servers take %.0f s for"
                                + " %d rounds, and a cell has %.0f s",
                        slice,
                        2.0 * cell.bytesOnTheirWay() / (1L << 30),
                        servers,
                        (servers + settings.slices(cell, servers, settings.rounds())) * slice,
                        settings.rounds(),
                        secondsMax));
    }

    private boolean isOver(double secondsMax) {
        return (System.nanoTime() - began) / 1e9 > secondsMax;
    }

    private void rounds(LoadProcess floorLoad, List<Contestant> contestants, int rounds, double secondsMax) {
        List<Contestant> order = new ArrayList<>(contestants);
        contestants.forEach(Contestant::begin);
        Slice before = floorSlice(floorLoad);
        for (int round = 0; round < rounds && (round == 0 || !isOver(secondsMax)); round++) {
            for (Contestant contestant : order) {
                contestant.slice(settings.sliceMillis());
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
    private void apart(List<Contestant> contestants, int rounds, double secondsMax) {
        if (settings.isOpen(cell)) {
            long rate = (long) (floorMedian(Slice::messagesPerSecond) * settings.openShare());
            for (int round = 0; round < rounds && !isOver(secondsMax); round++) {
                contestants.forEach(contestant -> contestant.open(rate));
            }
        }
        if (settings.systemCalls() && !isOver(secondsMax)) {
            contestants.forEach(Contestant::countSystemCalls);
        }
    }

    private double floorMedian(ToDoubleFunction<Slice> figure) {
        return Median.of(floorSlices.stream().mapToDouble(figure).toArray());
    }
}
