/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

/**
 * Finds one page of an order without sorting all of it: brings what belongs there to its place by partition, and sorts
 * that alone. Equal keys stand in the order of their ids, so that pages neither repeat nor leave out a link.
 */
final class Selection {
    private final long[] keys;
    private final long[] ids;
    private final int[] rows;
    private final boolean descending;

    /** @param rows which rows there are; their order is changed */
    Selection(long[] keys, long[] ids, int[] rows, boolean descending) {
        this.keys = keys;
        this.ids = ids;
        this.rows = rows;
        this.descending = descending;
    }

    /** Has the rows from one place to another, without it, stand there in order. */
    void select(int from, int to) {
        int end = Math.min(to, rows.length);
        if (from >= end) {
            return;
        }
        partition(0, rows.length - 1, from);
        partition(from, rows.length - 1, end - 1);
        sort(from, end);
    }

    /** Has the row that belongs at a place stand there, with none after it before, and none before it after. */
    private void partition(int first, int last, int place) {
        int low = first;
        int high = last;
        while (low < high) {
            int pivot = median(rows[low], rows[(low + high) >>> 1], rows[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (compare(rows[i], pivot) < 0) {
                    i++;
                }
                while (compare(rows[j], pivot) > 0) {
                    j--;
                }
                if (i <= j) {
                    swap(i++, j--);
                }
            }
            if (place <= j) {
                high = j;
            } else if (place >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private int median(int a, int b, int c) {
        if (compare(a, b) > 0) {
            return compare(b, c) > 0 ? b : compare(a, c) > 0 ? c : a;
        }
        return compare(a, c) > 0 ? a : compare(b, c) > 0 ? c : b;
    }

    /** A page is short. */
    private void sort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && compare(rows[j - 1], rows[j]) > 0; j--) {
                swap(j - 1, j);
            }
        }
    }

    private int compare(int a, int b) {
        int order = descending ? Long.compare(keys[b], keys[a]) : Long.compare(keys[a], keys[b]);
        return order != 0 ? order : Long.compareUnsigned(ids[a], ids[b]);
    }

    private void swap(int i, int j) {
        int row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }
}
