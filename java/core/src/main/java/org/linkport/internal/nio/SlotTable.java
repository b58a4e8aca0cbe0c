/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.util.Arrays;
import org.linkport.internal.engine.LinkId;

/** Names links: a slot is reused, its generation is not, and a slot without generations left is retired. Owner only. */
final class SlotTable {
    private final int worker;
    private final int firstGeneration;
    private int[] generations = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;

    SlotTable(int worker) {
        this(worker, 0);
    }

    /** With slots that have been used that often already. */
    SlotTable(int worker, int firstGeneration) {
        this.worker = worker;
        this.firstGeneration = firstGeneration;
    }

    long take() {
        int slot = freeCount > 0 ? free[--freeCount] : fresh();
        return LinkId.of(worker, slot, ++generations[slot]);
    }

    private int fresh() {
        if (used == generations.length) {
            int larger = Math.min(used * 2, LinkId.SLOT_COUNT);
            if (larger == used) {
                throw new IllegalStateException("every slot of the worker is in use or retired");
            }
            generations = Arrays.copyOf(generations, larger);
        }
        generations[used] = firstGeneration;
        return used++;
    }

    void give(long id) {
        int slot = LinkId.slot(id);
        if (generations[slot] == -1) {
            return;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }
}
