/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Somebody who looks on: has the newest event, and misses those that came while the last one was being written. */
final class Viewer {
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<byte @Nullable []> newest = new AtomicReference<>();

    /** Any thread; neither blocks nor keeps more than this. */
    void offer(byte[] event) {
        newest.set(event);
        LockSupport.unpark(thread);
    }

    /** The next event, or null if none came within that time or the thread was interrupted. On the viewer's thread. */
    byte @Nullable [] next(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        byte[] event = newest.getAndSet(null);
        while (event == null && !thread.isInterrupted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            LockSupport.parkNanos(this, left);
            event = newest.getAndSet(null);
        }
        return event;
    }
}
