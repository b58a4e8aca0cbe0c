/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

/**
 * One slice of a server, and the mean of the two slices of the floor before and after it.
 *
 * @param cpuNanos CPU time of the server for a message
 * @param floorCpuNanos the floor's
 * @param rate messages in a second
 * @param floorRate the floor's
 */
public record Round(double cpuNanos, double floorCpuNanos, double rate, double floorRate) {
    /** CPU time for a message as a multiple of the floor's. */
    public double cpuRatio() {
        return cpuNanos / floorCpuNanos;
    }

    /** Rate as a multiple of the floor's. */
    public double rateRatio() {
        return rate / floorRate;
    }
}
