/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkTimer;

/** A task of the program for a link, at a time to come. Ends with the link. */
final class ScheduledTask extends TimingWheel.Deadline implements LinkTimer {
    private static final long DELAY_MILLIS_MAX = 31_536_000_000L;

    private final EngineLink link;
    private final WorkerLoop worker;
    private final long atMillis;
    private final Runnable task;
    private final AtomicBoolean pending = new AtomicBoolean(true);

    /* owner thread: the other tasks of the link */
    private @Nullable ScheduledTask next;
    private @Nullable ScheduledTask previous;

    private ScheduledTask(EngineLink link, WorkerLoop worker, long atMillis, Runnable task) {
        this.link = link;
        this.worker = worker;
        this.atMillis = atMillis;
        this.task = task;
    }

    /** Any thread. */
    static ScheduledTask of(EngineLink link, WorkerLoop worker, long delayMillis, Runnable task) {
        if (delayMillis < 0 || delayMillis > DELAY_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "delayMillis is " + delayMillis + " and must be from 0 to " + DELAY_MILLIS_MAX);
        }
        Objects.requireNonNull(task, "task");
        ScheduledTask made = new ScheduledTask(link, worker, WorkerLoop.millisFromNow(delayMillis), task);
        if (worker.isCurrentThread()) {
            made.begin();
        } else {
            worker.post(made::begin, made::end);
        }
        return made;
    }

    private void begin() {
        if (link.life().hasClosed()) {
            end();
        } else if (pending.get()) {
            next = link.firstTask;
            if (next != null) {
                next.previous = this;
            }
            link.firstTask = this;
            worker.wheel().schedule(this, atMillis);
        }
    }

    @Override
    protected void expired() {
        leave();
        if (pending.compareAndSet(true, false)) {
            link.run(task);
        }
    }

    @Override
    public boolean cancel() {
        if (!pending.compareAndSet(true, false)) {
            return false;
        }
        if (worker.isCurrentThread()) {
            forget();
        } else {
            worker.post(
                    this::forget, () -> {}); // for nothing but memory, which a task of next year would hold till then
        }
        return true;
    }

    private void forget() {
        if (isScheduled()) {
            worker.wheel().cancel(this);
            leave();
        }
    }

    private void leave() {
        if (previous == null) {
            link.firstTask = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        next = null;
        previous = null;
    }

    private void end() {
        pending.set(false);
    }

    /** Ends all tasks of a link, which has closed. Owner only. */
    static void endAll(EngineLink link) {
        for (ScheduledTask first = link.firstTask; first != null; first = link.firstTask) {
            first.end();
            first.forget();
        }
    }

    @Override
    public boolean isPending() {
        return pending.get();
    }
}
