/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A handler around another one: forwards every callback, unless a subclass overrides it. What sits between a link and the
 * program's handler extends this, so that it is left out of no callback, those that come to be included.
 *
 * <p>An override that does not call {@code super} keeps the callback from the handler inside. One that drops
 * {@link #onOpen} or {@link #onClose} breaks the promise that these are the first and the last.
 */
public abstract class ForwardingHandler implements LinkHandler {
    private final LinkHandler inner;

    /** @param inner the handler that callbacks are forwarded to, of the same link */
    protected ForwardingHandler(LinkHandler inner) {
        this.inner = Objects.requireNonNull(inner, "inner");
    }

    /** The handler inside. */
    protected final LinkHandler inner() {
        return inner;
    }

    @Override
    public void onOpen(Link link) {
        inner.onOpen(link);
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {
        inner.onReceive(link, data);
    }

    @Override
    public void onReceiveEnd(Link link) {
        inner.onReceiveEnd(link);
    }

    @Override
    public void onWritable(Link link) {
        inner.onWritable(link);
    }

    @Override
    public void onIdle(Link link, IdleKind kind, long silentMillis) {
        inner.onIdle(link, kind, silentMillis);
    }

    @Override
    public void onClose(Link link, CloseReason reason, int osCode) {
        inner.onClose(link, reason, osCode);
    }
}
