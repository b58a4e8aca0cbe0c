/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.LinkHandler;

/** Calls the handler of one link, and tells the link what it throws. One thread at a time. */
class GuardedHandler {
    final EngineLink link;
    private @Nullable LinkHandler handler;
    private ConnectRace.@Nullable LinkEnd linkEnd;

    GuardedHandler(EngineLink link) {
        this.link = link;
    }

    /** Asks the program for the handler and opens it. */
    void callOpen(LinkHandler.Factory handlers, @Nullable ConnectRequest asked) {
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
        try {
            made.onOpen(link);
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void callOnReceive(ByteBuffer data) {
        try {
            if (handler != null) {
                handler.onReceive(link, data);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void callOnReceiveEnd() {
        try {
            if (handler != null) {
                handler.onReceiveEnd(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void callOnWritable() {
        try {
            if (handler != null) {
                handler.onWritable(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void callOnIdle(IdleKind kind, long silentMillis) {
        try {
            if (handler != null) {
                handler.onIdle(link, kind, silentMillis);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    /** The last call: afterwards the link keeps nothing of the program alive. */
    void callOnClose(CloseReason reason, int osCode) {
        LinkHandler last = handler;
        handler = null;
        try {
            if (last != null) {
                last.onClose(link, reason, osCode);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        } finally {
            if (linkEnd != null) {
                linkEnd.ended(link, reason);
            }
        }
    }

    void callTask(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }
}
