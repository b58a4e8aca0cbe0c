/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.session.Gap;
import org.linkport.protocol.session.Session;
import org.linkport.protocol.session.SessionEnd;
import org.linkport.protocol.session.SessionHandler;

/** Messages over one session. */
final class SessionMessages implements SessionHandler {
    private final MessageOptions options;
    private final MessageHandler handler;
    private @Nullable Messages messages;
    private @Nullable MessageReceiver receiver;

    SessionMessages(MessageOptions options, MessageHandler handler) {
        this.options = options;
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    public void onOpen(Session session) {
        Messages made = new Messages(session, options);
        messages = made;
        receiver = new MessageReceiver(made, handler);
        handler.onOpen(made);
    }

    /** A breach of the rules of messages would be there again after a resume: it ends the session. */
    @Override
    public void onMessage(Session session, ByteBuffer payload) {
        try {
            Objects.requireNonNull(receiver, "onOpen comes first").receive(payload);
        } catch (FrameException e) {
            handler.onError(Objects.requireNonNull(messages, "onOpen comes first"), e);
            session.abort();
        }
    }

    @Override
    public void onWritable(Session session) {
        if (messages != null) {
            handler.onWritable(messages);
        }
    }

    @Override
    public void onGap(Session session, Gap gap) {
        if (messages != null) {
            messages.failAll(RequestException.Cause.LOST, false);
        }
    }

    @Override
    public void onEnd(Session session, SessionEnd end, long unacknowledged) {
        if (messages != null) {
            messages.ended(handler);
        }
    }
}
