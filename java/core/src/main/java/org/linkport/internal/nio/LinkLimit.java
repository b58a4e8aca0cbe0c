/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many more links may be open, over all workers, of a Linkport or within that of one listener. Any thread. */
final class LinkLimit {
    private final AtomicInteger left;
    private final @Nullable LinkLimit outer;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    LinkLimit(int maxLinks) {
        this(maxLinks, null);
    }

    private LinkLimit(int maxLinks, @Nullable LinkLimit outer) {
        this.left = new AtomicInteger(maxLinks);
        this.outer = outer;
    }

    /** One for a part of the links, each of which counts here too; 0 for this limit alone. */
    LinkLimit within(int maxLinks) {
        return maxLinks == 0 ? this : new LinkLimit(maxLinks, this);
    }

    boolean tryTake() {
        if (!tryTakeHere()) {
            return false;
        }
        if (outer == null || outer.tryTake()) {
            return true;
        }
        giveHere();
        return false;
    }

    private boolean tryTakeHere() {
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
        if (outer != null) {
            outer.give();
        }
        giveHere();
    }

    private void giveHere() {
        left.getAndIncrement();
        tellWaiting();
    }

    /** Runs the action, on any thread, when there may be room again. It may find none left and wait again. */
    void whenRoom(Runnable action) {
        if (outer != null && left.get() > 0) {
            outer.whenRoom(action);
            return;
        }
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
