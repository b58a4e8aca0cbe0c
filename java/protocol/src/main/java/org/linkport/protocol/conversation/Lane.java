/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one protocol in one conversation on an executor: one after the other, in order, and so many at once that
 * what they hold has a limit. After a call that failed, or an executor that refuses, none runs but the last.
 */
final class Lane {
    private static final int BATCH = 16;
    private static final int CALL_BYTES = 64;

    private final Executor executor;
    private final int maxBytes;
    private final Owner owner;

    /* under the lock */
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean running;
    private boolean held;
    private boolean failed;

    private record Call(int bytes, boolean isLast, Runnable body) {}

    /** Whose calls they are. */
    interface Owner {
        /** Too much waits: nothing more is to come. Where calls are added. */
        void hold();

        /** There is room again. Any thread. */
        void release();

        /** A call has failed. Any thread. */
        void failed(Throwable failure);
    }

    Lane(Executor executor, int maxBytes, Owner owner) {
        this.executor = executor;
        this.maxBytes = maxBytes;
        this.owner = owner;
    }

    /** One more call, which holds that many bytes. Where the callbacks run. */
    void add(int bytes, Runnable body) {
        add(new Call(bytes + CALL_BYTES, false, body));
    }

    /** The last call; it runs in any case. Where the callbacks run. */
    void addLast(Runnable body) {
        add(new Call(CALL_BYTES, true, body));
    }

    private void add(Call call) {
        boolean start;
        boolean hold;
        synchronized (this) {
            waiting.add(call);
            waitingBytes += call.bytes;
            hold = !held && waitingBytes > maxBytes;
            held |= hold;
            start = !running;
            running = true;
        }
        if (hold) {
            owner.hold();
        }
        if (start) {
            submit();
        }
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException refusal) {
            if (!hasFailed()) { // else the link ends already
                fails(refusal);
            }
            while (runNext()) {} // nothing runs but the last call, which has nowhere else to run
        }
    }

    private void run() {
        for (int i = 0; i < BATCH; i++) {
            if (!runNext()) {
                return;
            }
        }
        submit();
    }

    private boolean runNext() {
        Call call = next();
        if (call == null) {
            return false;
        }
        try {
            if (call.isLast || !hasFailed()) {
                call.body.run();
            }
        } catch (Throwable failure) {
            fails(failure);
        }
        done(call);
        return true;
    }

    private synchronized @Nullable Call next() {
        Call call = waiting.poll();
        running = call != null;
        return call;
    }

    private synchronized boolean hasFailed() {
        return failed;
    }

    private void fails(Throwable failure) {
        synchronized (this) {
            failed = true;
        }
        owner.failed(failure);
    }

    private void done(Call call) {
        boolean release;
        synchronized (this) {
            waitingBytes -= call.bytes;
            release = held && waitingBytes <= maxBytes / 2;
            held &= !release;
        }
        if (release) {
            owner.release();
        }
    }
}
