/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import org.HdrHistogram.Histogram;

/**
 * What the load generator reports of one command.
 *
 * @param messages answered; or connections that came and went
 * @param bytes in one direction
 * @param nanos how long it took, until the last answer
 * @param cpuNanos CPU time of the server in that time
 * @param userTicks of it in user mode, as the system samples
 * @param systemTicks of it in the kernel
 * @param loadCpuNanos CPU time of the load generator
 * @param latencies one for each message, nanoseconds
 */
record Slice(
        long messages,
        long bytes,
        long nanos,
        long cpuNanos,
        long userTicks,
        long systemTicks,
        long loadCpuNanos,
        Histogram latencies) {
    private static final int DIGITS = 3;

    static Slice parse(Answer answer) {
        Slice slice = new Slice(
                answer.number("messages"),
                answer.number("bytes"),
                answer.number("nanos"),
                answer.number("cpu_nanos"),
                answer.number("user_ticks"),
                answer.number("system_ticks"),
                answer.number("load_cpu_nanos"),
                histogram(answer.text("latencies")));
        if (slice.messages == 0) {
            throw new ServerFailure("a slice without a single message");
        }
        return slice;
    }

    private static Histogram histogram(String text) {
        Histogram histogram = new Histogram(DIGITS);
        if (!text.equals("-")) {
            for (String bucket : text.split(",", -1)) {
                int colon = bucket.indexOf(':');
                histogram.recordValueWithCount(
                        Long.parseLong(bucket.substring(0, colon)), Long.parseLong(bucket.substring(colon + 1)));
            }
        }
        return histogram;
    }

    double cpuNanosPerMessage() {
        return (double) cpuNanos / messages;
    }

    double messagesPerSecond() {
        return messages * 1e9 / nanos;
    }
}
