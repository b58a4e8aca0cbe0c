/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import org.linkport.bench.result.Cell;

/**
 * How long things take.
 *
 * @param rounds slices of each server in a cell
 * @param sliceMillis one slice
 * @param warmSlicesMax slices of a JVM at most, before any counts, for its compiler
 * @param openShare a fixed rate is that share of the floor's; 0 for none
 * @param systemCalls whether they are counted
 * @param cellSecondsMin a cell may take so long, whatever was planned
 */
record Settings(
        int rounds, int sliceMillis, int warmSlicesMax, double openShare, boolean systemCalls, int cellSecondsMin) {
    private static final int WARM_SLICES_MAX = 12;
    private static final int WARM_MILLIS_MAX = 6_000;
    /** A server that is fast for its compiler needs so many. */
    static final int WARM_SLICES = 3;

    static final int CELL_SECONDS_MIN = 240;

    /* What a run takes besides slices, as runs showed. */
    private static final double START_SECONDS = 0.6;
    private static final double SERVER_SECONDS = 0.25;
    private static final double IDLE_SECONDS = 2;
    private static final double CONNECT_SECONDS = 60e-6;
    private static final double BYTES_PER_SECOND = 0.6e9;

    /** Rounds alone. */
    static Settings plain(int rounds, int sliceMillis, int cellSecondsMin) {
        return new Settings(rounds, sliceMillis, warmSlicesMax(sliceMillis), 0, false, cellSecondsMin);
    }

    /** A compiler needs its time, however short the slices are. */
    static int warmSlicesMax(int sliceMillis) {
        return Math.max(WARM_SLICES_MAX, WARM_MILLIS_MAX / sliceMillis);
    }

    /** Whether a cell has slices at a fixed rate. */
    boolean isOpen(Cell cell) {
        return cell.isAnswered() && openShare > 0;
    }

    /** Slices after those that warm up: each server has one of the floor after each of its own. */
    int slices(Cell cell, int servers, int rounds) {
        int each = 2 * rounds + (isOpen(cell) ? rounds : 0) + (systemCalls ? 1 : 0);
        return 1 + servers * each;
    }

    /** How long that cell will take, about. */
    double seconds(Cell cell, int servers) {
        return switch (cell.work()) {
            case STEADY -> cell.depth() + IDLE_SECONDS;
            case IDLE -> servers * (IDLE_SECONDS + cell.links() * CONNECT_SECONDS);
            case ECHO, FRAMED, ONE_WAY, CHURN ->
                Math.min(
                        slicesSeconds(cell, servers) + servers * (SERVER_SECONDS + cell.links() * CONNECT_SECONDS),
                        cellSecondsMax(cell, servers));
        };
    }

    /** It is cut short when it has taken that long. */
    double cellSecondsMax(Cell cell, int servers) {
        return Math.max(cellSecondsMin, 2.0 * slices(cell, servers, rounds) * sliceMillis / 1e3);
    }

    private double slicesSeconds(Cell cell, int servers) {
        int warm = 2 + servers * WARM_SLICES;
        return (warm + slices(cell, servers, rounds)) * sliceSeconds(cell);
    }

    /** It ends when every link has its answer. */
    private double sliceSeconds(Cell cell) {
        return sliceMillis / 1e3 + cell.bytesOnTheirWay() / BYTES_PER_SECOND;
    }

    /** Until that many servers run. */
    double startSeconds(int servers) {
        return servers * START_SECONDS;
    }
}
