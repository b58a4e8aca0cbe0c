/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

/**
 * How long things take.
 *
 * @param rounds slices of each server in a cell
 * @param sliceMillis one slice
 * @param warmSlicesMax slices of a JVM at most, before any counts, for its compiler
 * @param openShare a fixed rate is that share of the floor's; 0 for none
 * @param systemCalls whether they are counted
 */
record Settings(int rounds, int sliceMillis, int warmSlicesMax, double openShare, boolean systemCalls) {
    static final int WARM_SLICES_MAX = 12;

    /** Rounds alone. */
    static Settings plain(int rounds, int sliceMillis) {
        return new Settings(rounds, sliceMillis, WARM_SLICES_MAX, 0, false);
    }
}
