/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.Comparator;
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
    private static final int[] GOAL_LINKS = {16, 64, 256, 1_024};
    private static final int[] GOAL_BYTES = {64, KIB, 16 * KIB, 64 * KIB};
    private static final int[] ARTICLE_LINKS = {1, 16, 64, 256};
    private static final int[] ARTICLE_KIB = {1, 4, 16, 64, 256, 1_024};
    private static final int AT_A_TIME = 16;
    private static final int IDLE_LINKS = 19_000;

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

    /** Those that goals speak of. */
    static List<Cell> goals() {
        Set<Cell> cells = new LinkedHashSet<>();
        for (int links : GOAL_LINKS) {
            for (int bytes : GOAL_BYTES) {
                cells.add(Cell.echo(links, bytes));
            }
        }
        cells.add(Cell.echo(1, 64));
        cells.add(Cell.churn(AT_A_TIME));
        cells.addAll(framed());
        cells.add(Cell.idle(IDLE_LINKS));
        return List.copyOf(cells);
    }

    /** All others, the largest last. */
    static List<Cell> others() {
        Set<Cell> cells = new LinkedHashSet<>();
        for (int links : LINKS) {
            for (int bytes : BYTES) {
                cells.add(Cell.echo(links, bytes));
            }
        }
        for (int links : ARTICLE_LINKS) {
            for (int kib : ARTICLE_KIB) {
                cells.add(Cell.echo(links, kib * KIB));
            }
        }
        cells.add(Cell.oneWay(16, 64 * KIB));
        cells.removeAll(Set.copyOf(goals()));
        return cells.stream()
                .sorted(Comparator.comparingLong(Cell::bytesOnTheirWay))
                .toList();
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
