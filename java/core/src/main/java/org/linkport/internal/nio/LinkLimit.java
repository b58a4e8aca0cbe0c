/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How many more links may be open, over all workers. Any thread. */
final class LinkLimit {
    private final AtomicInteger left;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    LinkLimit(int maxLinks) {
        left = new AtomicInteger(maxLinks);
    }

    boolean tryTake() {
        int seen = left.get();
        while (seen > 0) {
            if (left.compareAndSet(seen, seen - 1)) {
                return true;
            }
            seen = left.get();
        }
        return false;
    }

    void give() {
        left.getAndIncrement();
        tellWaiting();
    }

    /** Runs the action, on any thread, when there may be room again. It may find none left and wait again. */
    void whenRoom(Runnable action) {
        waiting.add(action);
        if (left.get() > 0) {
            tellWaiting();
        }
    }

    /** Tells everyone: whoever is told may not need the room any more, and who does need it must not miss it. */
    private void tellWaiting() {
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            action.run();
        }
    }
}
