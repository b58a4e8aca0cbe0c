/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one of many posters wake a sleeping worker once. The worker announces its sleep and then looks at its mailbox;
 * posters post and then look at the announcement; so one of the two sees the other.
 */
final class WakeGate {
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final AtomicInteger waking = new AtomicInteger();

    /** Owner: about to wait. Must look at the mailbox afterwards. */
    void announceSleep() {
        asleep.set(true);
    }

    /** Owner: not waiting. */
    void awake() {
        asleep.lazySet(false);
    }

    /** Poster, after posting: runs {@code wake} and answers true if the worker sleeps and nobody else wakes it. */
    boolean wakeIfAsleep(Runnable wake) {
        if (!asleep.get()) {
            return false;
        }
        waking.getAndIncrement();
        try {
            boolean mine = asleep.compareAndSet(true, false);
            if (mine) {
                wake.run();
            }
            return mine;
        } finally {
            waking.getAndDecrement();
        }
    }

    /** Owner: never sleeps again. On return no wake runs and none will, so what it wakes may be freed. */
    void close() {
        asleep.set(false);
        while (waking.get() > 0) {
            LockSupport.parkNanos(
                    10_000); // a poster is between its look and the end of its wake, a system call at most
        }
    }
}
