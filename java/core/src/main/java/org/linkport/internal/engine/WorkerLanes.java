/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes of one worker's links that are called elsewhere, until their last call has returned. Any thread. */
final class WorkerLanes {
    private final Set<DispatchLane> lanes = ConcurrentHashMap.newKeySet();
    private final LaneEvent.Store events = new LaneEvent.Store();
    private final Runnable ended;

    /** @param ended run after each lane that has ended, by whoever ran it */
    WorkerLanes(Runnable ended) {
        this.ended = ended;
    }

    void add(DispatchLane lane) {
        lanes.add(lane);
    }

    /** The last call of a lane has returned. */
    void ended(DispatchLane lane) {
        lanes.remove(lane);
        ended.run();
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Runs here what executors have accepted and will not run any more. Owner only. */
    void takeOverLost() {
        lanes.forEach(DispatchLane::takeOverIfLost);
    }

    LaneEvent.Store events() {
        return events;
    }
}
