/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkTimer;

/** A task of a session at a time to come. */
final class SessionTimer implements LinkTimer, Runnable {
    private final Session session;
    private final Runnable task;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile @Nullable Future<?> waiting;

    SessionTimer(Session session, Runnable task) {
        this.session = session;
        this.task = task;
    }

    void waitsAs(@Nullable Future<?> future) {
        waiting = future;
    }

    /** Its time has come; where the callbacks run. */
    @Override
    public void run() {
        if (!session.hasEnded() && done.compareAndSet(false, true)) {
            task.run();
        }
    }

    @Override
    public boolean cancel() {
        Future<?> future = waiting;
        if (future != null) {
            future.cancel(false);
        }
        return !session.hasEnded() && done.compareAndSet(false, true);
    }

    @Override
    public boolean isPending() {
        return !session.hasEnded() && !done.get();
    }
}
