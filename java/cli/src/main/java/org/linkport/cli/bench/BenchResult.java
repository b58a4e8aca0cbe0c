/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

/**
 * What one cell came to.
 *
 * @param nanos from the first packet to the last answer
 * @param packets that were carried whole
 * @param bytes of them, in one direction
 * @param wrong packets that were not what was sent, byte for byte
 * @param lost links that ended or never opened
 * @param p50Micros half of the packets took no longer, from asking to answer; 0 where nothing answers
 * @param p99Micros all but one in a hundred
 * @param failure of the first link that was lost; empty if none was
 */
record BenchResult(
        BenchCell cell,
        long nanos,
        long packets,
        long bytes,
        long wrong,
        int lost,
        double p50Micros,
        double p99Micros,
        String failure) {
    private static final double NANOS_PER_SECOND = 1e9;

    double seconds() {
        return nanos / NANOS_PER_SECOND;
    }

    double mibPerSecond() {
        return nanos == 0 ? 0 : bytes / (double) (1 << 20) / seconds();
    }

    double packetsPerSecond() {
        return nanos == 0 ? 0 : packets / seconds();
    }

    boolean isRight() {
        return wrong == 0 && lost == 0;
    }
}
