/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.LinkHandler;
import org.linkport.internal.buffer.Chunk;

/** One call of the program on its way through a {@link DispatchLane}; in at most one queue at a time. */
final class LaneEvent {
    /** What is called. */
    enum Kind {
        OPEN,
        RECEIVE,
        RECEIVE_END,
        WRITABLE,
        CLOSE,
        TASK
    }

    @Nullable
    LaneEvent next;

    Kind kind = Kind.TASK;
    int osCode;
    private boolean fromStore;

    @Nullable
    Chunk bytes;

    @Nullable
    CloseReason reason;

    LinkHandler.@Nullable Factory handlers;

    @Nullable
    ConnectRequest asked;

    @Nullable
    Runnable task;

    /** Input waits while the link is paused. */
    boolean isInput() {
        return kind == Kind.RECEIVE || kind == Kind.RECEIVE_END;
    }

    /** The events of a worker that are used again, so that a message makes none. */
    static final class Store {
        private final AtomicReference<@Nullable LaneEvent> returned = new AtomicReference<>();
        private @Nullable LaneEvent free;

        /** Owner only. */
        LaneEvent take(Kind kind) {
            if (free == null && returned.get() != null) {
                free = returned.getAndSet(null);
            }
            LaneEvent event = free;
            if (event == null) {
                event = new LaneEvent();
                event.fromStore = true;
            } else {
                free = event.next;
                event.next = null;
            }
            event.kind = kind;
            return event;
        }

        /** Any thread. Keeps only what it has made: others come without end. */
        void give(LaneEvent event) {
            if (!event.fromStore) {
                return;
            }
            event.bytes = null;
            event.reason = null;
            event.handlers = null;
            event.asked = null;
            event.task = null;
            LaneEvent seen;
            do {
                seen = returned.get();
                event.next = seen;
            } while (!returned.compareAndSet(seen, event));
        }
    }

    /** Oldest first; one thread at a time. */
    static final class Queue {
        private @Nullable LaneEvent first;
        private @Nullable LaneEvent last;

        boolean isEmpty() {
            return first == null;
        }

        void add(LaneEvent event) {
            event.next = null;
            if (last == null) {
                first = event;
            } else {
                last.next = event;
            }
            last = event;
        }

        /** Takes over a list whose first is the newest. */
        void addAll(@Nullable LaneEvent newestFirst) {
            LaneEvent oldest = null;
            for (LaneEvent event = newestFirst; event != null; ) {
                LaneEvent older = event.next;
                event.next = oldest;
                oldest = event;
                event = older;
            }
            for (LaneEvent event = oldest; event != null; ) {
                LaneEvent newer = event.next;
                add(event);
                event = newer;
            }
        }

        @Nullable
        LaneEvent poll() {
            LaneEvent event = first;
            if (event != null) {
                first = event.next;
                event.next = null;
                if (first == null) {
                    last = null;
                }
            }
            return event;
        }
    }
}
