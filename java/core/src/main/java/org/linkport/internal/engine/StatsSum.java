/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.linkport.CloseReason;
import org.linkport.LinkportStats;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.stats.Counter;

/** Adds the counters of all workers up. */
final class StatsSum {
    private final List<WorkerLoop> workers;

    private StatsSum(List<WorkerLoop> workers) {
        this.workers = workers;
    }

    static LinkportStats of(List<WorkerLoop> workers, ChunkPool pool) {
        StatsSum sum = new StatsSum(workers);
        workers.forEach(WorkerLoop::updateCounters);
        long cached =
                workers.stream().mapToLong(worker -> worker.chunks().out()).sum();
        return new LinkportStats(
                sum.of(Counter.LINKS_OPENED),
                sum.of(Counter.LINKS_CLOSED),
                sum.closes(),
                sum.of(Counter.CONNECTS_FAILED),
                sum.of(Counter.ACCEPTS_FAILED),
                sum.of(Counter.MESSAGES_SENT),
                sum.of(Counter.MESSAGES_REJECTED),
                sum.of(Counter.BYTES_SENT),
                sum.of(Counter.BYTES_RECEIVED),
                sum.of(Counter.SYSTEM_SENDS),
                sum.of(Counter.SYSTEM_RECEIVES),
                sum.of(Counter.STEPS),
                sum.of(Counter.EVENTS),
                sum.of(Counter.WAKES),
                sum.of(Counter.HANDLER_ERRORS),
                sum.of(Counter.SYSTEM_ERRORS) + sum.of(Counter.ENGINE_ERRORS),
                pool.out() + cached,
                sum.of(Counter.RECEIVE_CHUNKS_OUT));
    }

    private long of(Counter counter) {
        long sum = 0;
        for (WorkerLoop worker : workers) {
            sum += worker.counters().value(counter);
        }
        return sum;
    }

    private Map<CloseReason, Long> closes() {
        Map<CloseReason, Long> closes = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            long sum = 0;
            for (WorkerLoop worker : workers) {
                sum += worker.counters().closes(reason);
            }
            if (sum > 0) {
                closes.put(reason, sum);
            }
        }
        return closes;
    }
}
