/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.linkport.service.internal.life.ServiceStatus.State;

/** A service control manager that objects to what the real one only notes, its clock, and threads that run when told to. */
final class SimulatedScm implements StatusSink, ServiceLife.Threads {
    private static final Map<State, Set<State>> PERMITTED = Map.of(
            State.START_PENDING, Set.of(State.START_PENDING, State.RUNNING, State.STOP_PENDING, State.STOPPED),
            State.RUNNING, Set.of(State.STOP_PENDING),
            State.STOP_PENDING, Set.of(State.STOP_PENDING, State.STOPPED),
            State.STOPPED, Set.of());

    final List<ServiceStatus> reports = new ArrayList<>();
    final List<Journal.Entry> entries = new ArrayList<>();
    final Deque<Runnable> tasks = new ArrayDeque<>();
    long nowMillis = -5; // a clock may be negative, and cross zero
    private long dueMillis;

    ServiceLife.Surroundings surroundings() {
        return new ServiceLife.Surroundings(this, (entry, text, cause) -> entries.add(entry), this, () -> nowMillis);
    }

    boolean outOfThreads;

    @Override
    public void start(String name, Runnable task) {
        if (outOfThreads) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        tasks.add(task);
    }

    /** One second later. */
    void tick(ServiceLife life) {
        nowMillis += ServiceLife.TICK_MILLIS;
        life.tick();
    }

    void runTask() {
        tasks.remove().run();
    }

    ServiceStatus last() {
        return reports.get(reports.size() - 1);
    }

    State state() {
        return last().state();
    }

    @Override
    public void report(ServiceStatus status) {
        boolean pending = status.state() == State.START_PENDING || status.state() == State.STOP_PENDING;
        if (reports.isEmpty()) {
            assertEquals(State.START_PENDING, status.state(), "the first report");
        } else {
            assertTrue(PERMITTED.get(state()).contains(status.state()), () -> state() + " to " + status.state());
            if (state() != State.RUNNING) {
                assertTrue(nowMillis <= dueMillis, "later than the last wait hint promised");
            }
        }
        boolean again = !reports.isEmpty() && state() == status.state();
        assertEquals(pending ? (again ? last().checkPoint() + 1 : 1) : 0, status.checkPoint(), "checkpoint");
        assertEquals(pending, status.waitHintMillis() > 0, "a wait hint in pending states only");
        if (status.state() != State.STOPPED) {
            assertEquals(0, status.exitCode());
        }
        assertNotEquals(-1, status.exitCode());
        reports.add(status);
        dueMillis = nowMillis + status.waitHintMillis();
    }
}
