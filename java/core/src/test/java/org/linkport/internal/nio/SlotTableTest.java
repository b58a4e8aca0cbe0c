/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.linkport.internal.engine.LinkId;

/** Attacks the naming of links: reuse of slots, growth, and slots whose generations are used up. */
class SlotTableTest {
    @Test
    void shouldReuseASlotUnderANewName() {
        SlotTable slots = new SlotTable(7);
        long first = slots.take();
        slots.give(first);
        long second = slots.take();
        assertEquals(7, LinkId.worker(second));
        assertEquals(LinkId.slot(first), LinkId.slot(second));
        assertNotEquals(first, second);
    }

    @Test
    void shouldNameNoTwoLinksAlike() {
        SlotTable slots = new SlotTable(0);
        Set<Long> all = new HashSet<>();
        Set<Long> open = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            long id = slots.take();
            assertTrue(all.add(id));
            assertNotEquals(0, id);
            open.add(id);
            if (i % 3 > 0) {
                long ended = open.iterator().next();
                open.remove(ended);
                slots.give(ended);
            }
        }
        assertEquals(open.size(), open.stream().map(LinkId::slot).distinct().count());
    }

    @Test
    void shouldRetireASlotWithoutGenerationsLeft() {
        SlotTable slots = new SlotTable(0, -3);
        long first = slots.take();
        assertEquals(-2, (int) first);
        slots.give(first);
        long last = slots.take();
        assertEquals(-1, (int) last);
        assertEquals(LinkId.slot(first), LinkId.slot(last));
        slots.give(last);
        assertNotEquals(LinkId.slot(first), LinkId.slot(slots.take()));
    }
}
