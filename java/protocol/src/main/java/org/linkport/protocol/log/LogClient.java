/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletionStage;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.value.ValueReader;

/** The reader's side, in one conversation. Any thread; nothing blocks. */
public final class LogClient implements ProtocolHandler {
    private static final long TIMEOUT_MILLIS = 30_000;

    private final Conversation conversation;
    private final Events events;

    /** What comes. Called where the callbacks of the link run, so it must not block there. */
    public interface Events {
        /** One more line. */
        void onLine(LogLine line);

        /** So many lines were lost here, because we did not read fast enough. */
        default void onDropped(long lines) {}
    }

    LogClient(Conversation conversation, Events events) {
        this.conversation = conversation;
        this.events = events;
    }

    /** What it is spoken in. */
    public Conversation conversation() {
        return conversation;
    }

    /**
     * Asks for lines, once in a conversation.
     *
     * @return completes when those that were there already have been told
     */
    public CompletionStage<Void> ask(LogWanted wanted) {
        return conversation
                .messages()
                .request(LogFollow.FOLLOW, wanted.body(), TIMEOUT_MILLIS)
                .thenAccept(answer -> {});
    }

    @Override
    public void onMessage(int type, ByteBuffer body) {
        switch (type) {
            case LogFollow.LINE -> events.onLine(LogLine.read(body));
            case LogFollow.DROPPED -> events.onDropped(new ValueReader(body, ByteOrder.BIG_ENDIAN).u63());
            default -> ProtocolHandler.super.onMessage(type, body);
        }
    }
}
