/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.util.Objects;
import java.util.function.Function;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.conversation.ProtocolHandler;

/** The protocol {@code log}: an operator reads the log of a server while it is written. */
public final class LogFollow implements Protocol {
    /** Its name, and that of the permission to speak it. */
    public static final String NAME = "log";

    static final int FOLLOW = 0x8300;
    static final int LINE = 0x8301;
    static final int DROPPED = 0x8302;

    private final Function<Conversation, ProtocolHandler> handlers;

    private LogFollow(Function<Conversation, ProtocolHandler> handlers) {
        this.handlers = handlers;
    }

    /** What a server has among its protocols. */
    public static LogFollow server(LogTail tail) {
        Objects.requireNonNull(tail, "tail");
        return new LogFollow(conversation -> new LogServer(conversation, tail));
    }

    /** What a client has among its protocols. */
    public static LogFollow client(LogClient.Events events) {
        Objects.requireNonNull(events, "events");
        return new LogFollow(conversation -> new LogClient(conversation, events));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Range types() {
        return new Range(0x8300, 0x83FF);
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        return handlers.apply(conversation);
    }
}
