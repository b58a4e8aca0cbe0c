/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.Link;
import org.linkport.LinkHandler;

/** The handler of one link that tells another one its payloads. */
final class FramedHandler implements LinkHandler {
    private final Framing framing;
    private final FrameHandler handler;
    private @Nullable FramedLink framed;

    FramedHandler(Framing framing, FrameHandler handler) {
        this.framing = framing;
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    private FramedLink framed() {
        return Objects.requireNonNull(framed, "onOpen comes first");
    }

    @Override
    public void onOpen(Link link) {
        if (framed != null) {
            throw new IllegalStateException("a framed handler is for one link, and this one has " + framed);
        }
        framed = new FramedLink(link, framing, handler);
        handler.onOpen(framed);
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {
        framed().received(data);
    }

    @Override
    public void onReceiveEnd(Link link) {
        framed().receiveEnded();
    }

    @Override
    public void onWritable(Link link) {
        handler.onWritable(framed());
    }

    @Override
    public void onIdle(Link link, IdleKind kind, long silentMillis) {
        handler.onIdle(framed(), kind, silentMillis);
    }

    @Override
    public void onClose(Link link, CloseReason reason, int osCode) {
        if (framed != null) { // else onOpen was called twice, or threw
            framed.ended();
            handler.onClose(framed, reason, osCode);
        }
    }
}
