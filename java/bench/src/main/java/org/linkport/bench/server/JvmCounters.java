/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has done so far.
 *
 * @param allocatedBytes heap memory taken by the platform threads alive, but the asking one
 * @param gcMillis time in collections
 * @param gcCount collections
 * @param compileMillis time in compilations that have ended
 */
record JvmCounters(long allocatedBytes, long gcMillis, long gcCount, long compileMillis) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static JvmCounters read() {
        long gcMillis = 0;
        long gcCount = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcMillis += Math.max(0, collector.getCollectionTime());
            gcCount += Math.max(0, collector.getCollectionCount());
        }
        long compileMillis = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        return new JvmCounters(allocated(), gcMillis, gcCount, compileMillis);
    }

    private static long allocated() {
        long own = Thread.currentThread().getId();
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            if (id != own) {
                sum += Math.max(0, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return sum;
    }

    /** As the rig reads it. */
    String line() {
        return "stats allocated_bytes=" + allocatedBytes + " gc_millis=" + gcMillis + " gc_count=" + gcCount
                + " compile_millis=" + compileMillis;
    }
}
