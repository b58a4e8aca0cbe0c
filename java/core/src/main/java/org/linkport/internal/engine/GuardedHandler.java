/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.LinkHandler;
import org.linkport.internal.jfr.LinkRecorder;
import org.linkport.internal.stats.CallbackClock;
import org.linkport.internal.stats.Counter;

/** Calls the handler of one link, and tells the link what it throws. One thread at a time. */
class GuardedHandler {
    final EngineLink link;
    private final @Nullable CallbackClock clock;
    private @Nullable LinkHandler handler;
    private ConnectRace.@Nullable LinkEnd linkEnd;

    /** @param clock which times the calls, or null where they are made on other threads than its writer */
    GuardedHandler(EngineLink link, @Nullable CallbackClock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** Asks the program for the handler and opens it. */
    public void open(LinkHandler.Factory handlers, @Nullable ConnectRequest asked) {
        Throwable noHandler = null;
        linkEnd = asked == null ? null : asked.linkEnded();
        try {
            LinkHandler made = Objects.requireNonNull(handlers.handlerFor(link), "the handler factory returned null");
            handler = made;
            callOnOpen(made);
        } catch (Throwable failure) {
            noHandler = failure;
            link.handlerFailed(failure);
        } finally {
            if (asked != null) {
                asked.opened(link, noHandler);
            }
        }
    }

    private void callOnOpen(LinkHandler made) {
        Object timed = begin();
        try {
            made.onOpen(link);
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onOpen");
        }
    }

    public void received(ByteBuffer data) {
        Object timed = begin();
        try {
            if (handler != null) {
                handler.onReceive(link, data);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onReceive");
        }
    }

    public void receiveEnded() {
        Object timed = begin();
        try {
            if (handler != null) {
                handler.onReceiveEnd(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onReceiveEnd");
        }
    }

    public void writable() {
        Object timed = begin();
        try {
            if (handler != null) {
                handler.onWritable(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onWritable");
        }
    }

    public void idle(IdleKind kind, long silentMillis) {
        Object timed = begin();
        try {
            if (handler != null) {
                handler.onIdle(link, kind, silentMillis);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onIdle");
        }
    }

    /** The last call: afterwards the link keeps nothing of the program alive. */
    public void closed(CloseReason reason, int osCode) {
        LinkHandler last = handler;
        handler = null;
        Object timed = begin();
        try {
            if (last != null) {
                last.onClose(link, reason, osCode);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "onClose");
            if (linkEnd != null) {
                linkEnd.ended(link, reason);
            }
        }
    }

    public void run(Runnable task) {
        link.loop().count(Counter.TASKS);
        Object timed = begin();
        try {
            task.run();
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            end(timed, "task");
        }
    }

    private @Nullable Object begin() {
        if (clock != null) {
            clock.begins();
        }
        return LinkRecorder.PRESENT.timesCallbacks() ? LinkRecorder.PRESENT.begin() : null;
    }

    private void end(@Nullable Object timed, String callback) {
        if (clock != null) {
            clock.ends();
        }
        if (timed != null) {
            LinkRecorder.PRESENT.end(timed, link, callback);
        }
    }
}
