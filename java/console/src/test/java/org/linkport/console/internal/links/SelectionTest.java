/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page is what stands there when everything is sorted. Attacks equal keys, sorted keys, and pages beyond the end. */
class SelectionTest {
    @Test
    void shouldFindThePageThatASortWouldShow() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            int count = random.nextInt(300);
            int kinds = 1 + random.nextInt(20);
            long[] keys = new long[count];
            Arrays.setAll(keys, i -> random.nextBoolean() ? random.nextInt(kinds) : random.nextLong());
            check(keys, random.nextBoolean(), random.nextInt(count + 10), 1 + random.nextInt(60));
        }
    }

    @Test
    void shouldNotMindOrderThatIsThereAlready() {
        for (int count : new int[] {1_000, 20_000}) {
            check(IntStream.range(0, count).asLongStream().toArray(), false, count / 2, 200);
            check(IntStream.range(0, count).asLongStream().toArray(), true, 0, 200);
            check(new long[count], true, count - 100, 200);
        }
    }

    private static void check(long[] keys, boolean descending, int offset, int limit) {
        long[] ids = new long[keys.length];
        Random random = new Random(keys.length);
        Arrays.setAll(ids, i -> random.nextLong());
        int[] rows = IntStream.range(0, keys.length).toArray();
        new Selection(keys, ids, rows, descending).select(offset, offset + limit);
        Comparator<Integer> byKey = Comparator.comparing(row -> keys[row]);
        int[] sorted = IntStream.range(0, keys.length)
                .boxed()
                .sorted((descending ? byKey.reversed() : byKey)
                        .thenComparing((a, b) -> Long.compareUnsigned(ids[a], ids[b])))
                .mapToInt(row -> row)
                .toArray();
        int from = Math.min(offset, keys.length);
        int to = Math.min(offset + limit, keys.length);
        assertArrayEquals(Arrays.copyOfRange(sorted, from, to), Arrays.copyOfRange(rows, from, to));
    }
}
