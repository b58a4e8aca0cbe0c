/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.LinkHandler;

/** Calls the handler of one link, and tells the link what it throws. Owner only. */
final class GuardedHandler {
    private final EngineLink link;
    private @Nullable LinkHandler handler;

    GuardedHandler(EngineLink link) {
        this.link = link;
    }

    /** Asks the program for the handler and opens it. Null, or what the factory threw. */
    @Nullable
    Throwable open(LinkHandler.Factory handlers) {
        LinkHandler made;
        try {
            made = Objects.requireNonNull(handlers.handlerFor(link), "the handler factory returned null");
        } catch (Throwable failure) {
            link.handlerFailed(failure);
            return failure;
        }
        handler = made;
        try {
            made.onOpen(link);
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
        return null;
    }

    void received(ByteBuffer data) {
        try {
            if (handler != null) {
                handler.onReceive(link, data);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void receiveEnded() {
        try {
            if (handler != null) {
                handler.onReceiveEnd(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    void writable() {
        try {
            if (handler != null) {
                handler.onWritable(link);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }

    /** The last call: afterwards the link keeps nothing of the program alive. */
    void closed(CloseReason reason, int osCode) {
        LinkHandler last = handler;
        handler = null;
        try {
            if (last != null) {
                last.onClose(link, reason, osCode);
            }
        } catch (Throwable failure) {
            link.handlerFailed(failure);
        }
    }
}
