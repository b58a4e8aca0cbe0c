/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

/** So many requests in a second and no more: the console's own load is the first that is shed. Any thread. */
final class Budget {
    private final double perNano;
    private final double burst;
    private double left;
    private long seenNanos;

    Budget(int perSecond, int burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.left = burst;
        this.seenNanos = nowNanos;
    }

    synchronized boolean take(long nowNanos) {
        left = Math.min(burst, left + Math.max(0, nowNanos - seenNanos) * perNano);
        seenNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
