/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.Histogram;

/** Values are counted where their size belongs. Attacks the borders: zero, powers of two and those before, the largest. */
class SizesTest {
    @Test
    void shouldCountEachValueWhereItBelongs() {
        Sizes sizes = new Sizes(5);
        for (long value : new long[] {0, 1, 2, 3, 4, 7, 8, 15, 16, Long.MAX_VALUE}) {
            sizes.add(value);
        }
        Histogram copy = sizes.copy();
        assertEquals(List.of(1L, 1L, 2L, 2L, 4L), copy.counts());
        assertEquals(10, copy.total());
        assertEquals(4, copy.largest());
        assertEquals(
                List.of(0L, 1L, 3L, 7L, Long.MAX_VALUE),
                List.of(copy.bound(0), copy.bound(1), copy.bound(2), copy.bound(3), copy.bound(4)));
    }

    @Test
    void shouldTellWhatCameSince() {
        Sizes sizes = new Sizes(5);
        sizes.add(8);
        Histogram earlier = sizes.copy();
        assertEquals(earlier, earlier.since(null));
        assertEquals(-1, sizes.copy().since(earlier).largest());
        sizes.add(2);
        assertEquals(List.of(0L, 0L, 1L, 0L, 0L), sizes.copy().since(earlier).counts());
        assertEquals(2, sizes.copy().since(earlier).largest());
    }

    @Test
    void shouldCountTheOuterOfTwoCallbacks() {
        CallbackClock clock = new CallbackClock();
        clock.step(0);
        clock.begins();
        clock.ends();
        assertEquals(0, clock.micros().total(), "nobody looks");
        clock.look(0);
        clock.step(1);
        clock.begins();
        clock.begins();
        clock.ends();
        assertEquals(0, clock.micros().total(), "the outer one goes on");
        clock.ends();
        assertEquals(1, clock.micros().total());
        clock.step(CallbackClock.WATCHED_MILLIS);
        clock.begins();
        clock.ends();
        assertEquals(1, clock.micros().total(), "nobody has looked for long");
    }
}
