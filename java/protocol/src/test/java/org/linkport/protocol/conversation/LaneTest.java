/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The calls of a lane, by hand and without threads: order, limits, calls that fail and executors that refuse. */
class LaneTest implements Lane.Owner {
    private static final int CALL_BYTES = 64;

    private final List<String> told = new ArrayList<>();
    private final ArrayDeque<Runnable> given = new ArrayDeque<>();
    private final Lane lane = new Lane(given::add, 1_000, this);

    @Override
    public void hold() {
        told.add("hold");
    }

    @Override
    public void release() {
        told.add("release");
    }

    @Override
    public void failed(Throwable failure) {
        told.add("failed " + failure.getMessage());
    }

    private void add(int bytes, String name) {
        lane.add(bytes, () -> told.add(name));
    }

    private void runAll() {
        for (Runnable next = given.poll(); next != null; next = given.poll()) {
            next.run();
        }
    }

    @Test
    void shouldRunCallsInOrderAndBeGivenToTheExecutorOnceAtATime() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            add(0, "call " + i);
            expected.add("call " + i);
        }
        assertEquals(1, given.size());
        runAll();
        assertEquals(expected, told);
        add(0, "later");
        assertEquals(1, given.size(), "again, once it had nothing left");
        runAll();
        assertEquals("later", told.get(15));
    }

    @Test
    void shouldLetOthersOfTheExecutorHaveTheirTurn() {
        for (int i = 0; i < 40; i++) {
            add(-CALL_BYTES, "call");
        }
        int turns = 0;
        for (Runnable next = given.poll(); next != null; next = given.poll()) {
            next.run();
            turns++;
        }
        assertEquals(40, told.size());
        assertTrue(turns >= 3, () -> told.size() + " calls in one turn");
    }

    @Test
    void shouldHoldAboveTheLimitAndReleaseAtHalfOfIt() {
        add(1_000 - CALL_BYTES, "one");
        assertEquals(List.of(), told);
        add(0, "two");
        assertEquals(List.of("hold"), told);
        add(10_000, "three");
        assertEquals(List.of("hold"), told, "once");
        runAll();
        assertEquals(List.of("hold", "one", "two", "three", "release"), told);
        add(1_001, "four");
        assertEquals("hold", told.get(5), "and again");
    }

    @Test
    void shouldRunNothingButTheLastCallAfterOneThatFailed() {
        add(2_000, "one");
        lane.add(0, () -> {
            throw new IllegalStateException("on purpose");
        });
        add(0, "three");
        lane.addLast(() -> told.add("last"));
        runAll();
        assertEquals(List.of("hold", "one", "release", "failed on purpose", "last"), told);
    }

    @Test
    void shouldRunTheLastCallThoughTheExecutorRefuses() {
        Lane refused = new Lane(
                task -> {
                    throw new RejectedExecutionException("no more");
                },
                1_000,
                this);
        refused.add(0, () -> told.add("one"));
        refused.addLast(() -> told.add("last"));
        assertEquals(List.of("failed no more", "last"), told);
    }

    @Test
    void shouldRunTheLastCallThoughTheExecutorRefusesHalfWay() {
        int[] left = {1};
        Lane half = new Lane(
                task -> {
                    if (left[0]-- == 0) {
                        throw new RejectedExecutionException("no more");
                    }
                    given.add(task);
                },
                1_000,
                this);
        for (int i = 0; i < 20; i++) {
            half.add(-CALL_BYTES, () -> {});
        }
        half.addLast(() -> told.add("last"));
        runAll();
        assertEquals(List.of("failed no more", "last"), told);
    }
}
