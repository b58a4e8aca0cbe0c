/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.Retained;

/** Calls the program on the link's worker, as things happen. */
final class WorkerCallbacks extends GuardedHandler implements Callbacks {
    private final WorkerLoop worker;
    private @Nullable ByteBuffer lent;

    WorkerCallbacks(EngineLink link, WorkerLoop worker) {
        super(link, worker.callbackClock());
        this.worker = worker;
    }

    @Override
    public void received(ByteBuffer data) {
        lent = data;
        try {
            super.received(data);
        } finally {
            lent = null;
        }
    }

    @Override
    public boolean execute(Runnable task) {
        return worker.post(new TaskMail(link, task));
    }

    @Override
    public Retained retain() {
        if (!worker.isCurrentThread()) {
            throw notLent();
        }
        ByteBuffer data = lent;
        if (data == null) {
            throw notLent();
        }
        lent = null;
        return link.transport().retain(data.slice());
    }

    static IllegalStateException notLent() {
        return new IllegalStateException("retain() works once, inside onReceive of the same link");
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void resumed() {}
}
