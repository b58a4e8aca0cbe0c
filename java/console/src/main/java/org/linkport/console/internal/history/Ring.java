/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

/** The last values of one series, in memory that does not grow. Not for several threads. */
final class Ring {
    private final double[] values;
    private int next;
    private int size;

    Ring(int capacity) {
        values = new double[capacity];
    }

    void add(double value) {
        values[next] = value;
        next = (next + 1) % values.length;
        size = Math.min(size + 1, values.length);
    }

    /** From the oldest to the newest. */
    double[] copy() {
        double[] copy = new double[size];
        for (int i = 0; i < size; i++) {
            copy[i] = values[(next - size + i + values.length) % values.length];
        }
        return copy;
    }
}
