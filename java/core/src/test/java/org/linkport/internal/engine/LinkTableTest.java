/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attacks the layout of ids at its limits. */
class LinkTableTest {
    @Test
    void shouldTakeIdsApartAsTheyWereBuilt() {
        for (int worker : new int[] {0, 1, 63, 255}) {
            for (int slot : new int[] {0, 1, LinkId.SLOT_COUNT - 1}) {
                for (int generation : new int[] {1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                    long id = LinkId.of(worker, slot, generation);
                    assertEquals(worker, LinkId.worker(id));
                    assertEquals(slot, LinkId.slot(id));
                    assertEquals(generation, (int) id);
                }
            }
        }
    }

    @Test
    void shouldFindNothingInAnEmptyTable() {
        LinkTable table = new LinkTable(new AtomicInteger());
        assertEquals(null, table.find(LinkId.of(0, 0, 1)));
        assertEquals(null, table.find(LinkId.of(0, LinkId.SLOT_COUNT - 1, 1)));
        assertEquals(0, table.count());
    }
}
