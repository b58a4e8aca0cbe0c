/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

/**
 * Latencies in nanoseconds.
 *
 * @param p50 half of all messages were answered within it
 * @param p90 nine in ten
 * @param p99 all but one in a hundred
 * @param p999 all but one in a thousand
 * @param max all
 */
public record Percentiles(long p50, long p90, long p99, long p999, long max) {}
