/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import java.util.List;

/**
 * All of one run, which is what the JSON file holds.
 *
 * @param kind quick, full or cells
 * @param rounds slices of each server in a cell
 * @param sliceMillis how long a slice is
 * @param machine where
 * @param cells what came of it
 */
public record BenchRun(String kind, int rounds, int sliceMillis, Machine machine, List<CellResult> cells) {
    /** Takes a copy. */
    public BenchRun {
        cells = List.copyOf(cells);
    }
}
