/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;

/** Messages over one framed link. */
final class FramedMessages implements FrameHandler {
    private final MessageOptions options;
    private final MessageHandler handler;
    private @Nullable Messages messages;
    private @Nullable MessageReceiver receiver;

    FramedMessages(MessageOptions options, MessageHandler handler) {
        this.options = options;
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    private Messages messages() {
        return Objects.requireNonNull(messages, "onOpen comes first");
    }

    @Override
    public void onOpen(FramedLink link) {
        messages = new Messages(link, options);
        receiver = new MessageReceiver(messages, handler);
        handler.onOpen(messages);
    }

    @Override
    public void onFrame(FramedLink link, ByteBuffer payload) {
        Objects.requireNonNull(receiver, "onOpen comes first").receive(payload);
    }

    @Override
    public void onFrameError(FramedLink link, FrameException error) {
        handler.onError(messages(), error);
    }

    @Override
    public void onWritable(FramedLink link) {
        handler.onWritable(messages());
    }

    @Override
    public void onClose(FramedLink link, CloseReason reason, int osCode) {
        messages().ended(handler);
    }
}
