/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.linkport.bench.result.Cell;

/** Which cells there are. */
final class Matrix {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int[] LINKS = {1, 16, 64, 256, 1_024, 4_096};
    private static final int[] BYTES = {64, KIB, 16 * KIB, 64 * KIB, MIB};
    private static final int[] ARTICLE_LINKS = {1, 16, 64, 256};
    private static final int[] ARTICLE_KIB = {1, 4, 16, 64, 256, 1_024};
    private static final int AT_A_TIME = 16;
    private static final int IDLE_LINKS = 19_000;
    /** Of one message for each link; more would be the memory of the machine and not the server. */
    private static final long ON_THEIR_WAY_MAX = 1L << 30;

    private Matrix() {}

    /** What is worth a few minutes. */
    static List<Cell> quick() {
        return List.of(
                Cell.echo(1, 64),
                Cell.echo(64, 64),
                Cell.echo(64, 16 * KIB),
                Cell.echo(1_024, 64),
                Cell.framed(64, 64, 16));
    }

    /** What is compared under Wine, where ratios are all there is. */
    static List<Cell> windows() {
        return List.of(
                Cell.echo(1, 64),
                Cell.echo(16, 64),
                Cell.echo(64, KIB),
                Cell.echo(256, KIB),
                Cell.echo(64, 16 * KIB),
                Cell.framed(64, 64, 16));
    }

    /** Everything. */
    static List<Cell> full() {
        Set<Cell> cells = new LinkedHashSet<>(echoes());
        for (int links : ARTICLE_LINKS) {
            for (int kib : ARTICLE_KIB) {
                cells.add(Cell.echo(links, kib * KIB));
            }
        }
        cells.addAll(framed());
        cells.add(Cell.oneWay(16, 64 * KIB));
        cells.add(Cell.churn(AT_A_TIME));
        cells.add(Cell.idle(IDLE_LINKS));
        return List.copyOf(cells);
    }

    private static List<Cell> echoes() {
        List<Cell> cells = new ArrayList<>();
        for (int links : LINKS) {
            for (int bytes : BYTES) {
                if ((long) links * bytes <= ON_THEIR_WAY_MAX) {
                    cells.add(Cell.echo(links, bytes));
                }
            }
        }
        return cells;
    }

    /** Messages with a length, each with an answer of its own. */
    static List<Cell> framed() {
        return List.of(
                Cell.framed(64, 64, 1),
                Cell.framed(64, 64, 16),
                Cell.framed(64, 64, 64),
                Cell.framed(64, KIB, 8),
                Cell.framed(1_024, 64, 4));
    }
}
