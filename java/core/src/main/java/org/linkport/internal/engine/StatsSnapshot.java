/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.linkport.CloseReason;
import org.linkport.LinkportStats;
import org.linkport.WorkerStats;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.stats.Counter;
import org.linkport.internal.stats.Counters;

/** Takes snapshots of counters while their workers go on. Any thread. */
final class StatsSnapshot {
    private StatsSnapshot() {}

    static LinkportStats of(List<WorkerLoop> workers, ChunkPool pool) {
        long handed = pool.out();
        return new LinkportStats(workers.stream().map(StatsSnapshot::of).toList(), handed);
    }

    private static WorkerStats of(WorkerLoop worker) {
        worker.updateCounters();
        Counters counters = worker.counters();
        // Ends before beginnings: what began after this line and ended is then not seen as an end without a beginning.
        Map<CloseReason, Long> closes = closes(counters);
        long released = counters.value(Counter.BYTES_RELEASED);
        worker.callbackClock().look(WorkerLoop.clockMillis());
        long nanos = System.nanoTime();
        long waitNanos = worker.clock().waitNanos(nanos);
        return new WorkerStats(
                worker.index(),
                worker.name(),
                counters.value(Counter.LINKS_ACCEPTED),
                counters.value(Counter.LINKS_CONNECTED),
                closes,
                counters.value(Counter.CONNECTS_FAILED),
                counters.value(Counter.ACCEPTS_FAILED),
                counters.value(Counter.MESSAGES_SENT),
                counters.value(Counter.MESSAGES_REJECTED),
                counters.value(Counter.BYTES_ACCEPTED) - released,
                counters.value(Counter.BYTES_SENT),
                counters.value(Counter.BYTES_RECEIVED),
                counters.value(Counter.SYSTEM_SENDS),
                counters.value(Counter.SYSTEM_RECEIVES),
                counters.value(Counter.STEPS),
                counters.value(Counter.EVENTS),
                worker.stepEvents().copy(),
                counters.value(Counter.WAKES),
                counters.value(Counter.TASKS),
                worker.callbackClock().micros(),
                worker.callbackClock().longestNanos(),
                worker.clock().aliveNanos(nanos),
                waitNanos,
                counters.value(Counter.HANDLER_ERRORS),
                counters.value(Counter.SYSTEM_ERRORS) + counters.value(Counter.ENGINE_ERRORS),
                worker.systemErrors().counts(),
                worker.chunks().out(),
                counters.value(Counter.RECEIVE_CHUNKS_OUT));
    }

    private static Map<CloseReason, Long> closes(Counters counters) {
        Map<CloseReason, Long> closes = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            long count = counters.closes(reason);
            if (count > 0) {
                closes.put(reason, count);
            }
        }
        return closes;
    }
}
