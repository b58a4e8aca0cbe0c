/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.conversation.ProtocolHandler;

/** The protocol {@code links}: an operator looks at the links of a server, closes them and sends to them. */
public final class LinkControl implements Protocol {
    /** Its name. */
    public static final String NAME = "links";

    /** May list links. */
    public static final String MAY_LIST = "links:list";

    /** May close links. */
    public static final String MAY_CLOSE = "links:close";

    /** May send to links. */
    public static final String MAY_SEND = "links:send";

    /** May see statistics. */
    public static final String MAY_STATS = "links:stats";

    static final int LIST = 0x8200;
    static final int CLOSE = 0x8201;
    static final int SEND = 0x8202;
    static final int STATS = 0x8203;
    static final int NOTICE = 0x8210;

    private final @Nullable Executor executor;
    private final Function<Conversation, ProtocolHandler> handlers;

    private LinkControl(@Nullable Executor executor, Function<Conversation, ProtocolHandler> handlers) {
        this.executor = executor;
        this.handlers = handlers;
    }

    /**
     * What a server has among its protocols.
     *
     * @param conversations by the id of their link; the others are links on which something else is spoken
     * @param executor where requests are answered, since a list of very many links takes its time; outlives the conversations
     */
    public static LinkControl server(
            Linkport port, LongFunction<Optional<Conversation>> conversations, Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return new LinkControl(executor, conversation -> new LinkServer(conversation, port, conversations));
    }

    /** What a client has among its protocols; {@code notices} is called for what an operator sends to it. */
    public static LinkControl client(Consumer<byte[]> notices) {
        Objects.requireNonNull(notices, "notices");
        return new LinkControl(null, conversation -> new LinkClient(conversation, notices));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Range types() {
        return new Range(0x8200, 0x82FF);
    }

    @Override
    public Set<String> permissions() {
        return Set.of(MAY_LIST, MAY_CLOSE, MAY_SEND, MAY_STATS);
    }

    @Override
    public @Nullable Executor executor() {
        return executor;
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        return handlers.apply(conversation);
    }
}
