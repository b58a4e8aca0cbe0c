/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The work on one file goes on, in its order, whatever a task throws and however the executor refuses. */
class FileLaneTest {
    private final List<String> ran = new ArrayList<>();

    private void assertAllRun(Executor executor, Throwable thrown) {
        ran.clear();
        FileLane lane = new FileLane(executor);
        lane.execute(() -> {
            lane.execute(() -> ran.add("second"));
            ran.add("first");
            FileLaneTest.<RuntimeException>sneak(thrown);
        });
        lane.execute(() -> ran.add("third"));
        assertEquals(List.of("first", "second", "third"), ran);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void shouldGoOnAfterAFailure() {
        assertAllRun(Runnable::run, new IllegalStateException("on purpose"));
        assertAllRun(Runnable::run, new OutOfMemoryError("on purpose"));
    }

    /** What is open must be closed although nobody does the work any more. */
    @Test
    void shouldRunHereWhatTheExecutorRefuses() {
        assertAllRun(
                task -> {
                    throw new RejectedExecutionException("on purpose");
                },
                new IllegalStateException("on purpose"));
        assertAllRun(
                task -> {
                    throw new OutOfMemoryError("no thread, on purpose");
                },
                new OutOfMemoryError("on purpose"));
    }
}
