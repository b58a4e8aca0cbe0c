/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Heartbeat;
import org.linkport.LinkHandler;
import org.linkport.LinkTimer;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.MessageHandler;
import org.linkport.protocol.message.Messages;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/**
 * One side of one link: greeting, login, and then the conversation. Where the callbacks of the link run, unless a method
 * says otherwise.
 */
abstract class Side implements FrameHandler {
    private static final int PINGS = 3;

    private final ConversationOptions options;
    private final Routes routes;
    private final FrameHandler messaging;
    private final ValueReader reader = new ValueReader(ByteBuffer.allocate(0), ByteOrder.BIG_ENDIAN);
    private @Nullable FramedLink framed;
    private @Nullable Messages messages;
    private @Nullable Pongs pongs;
    private @Nullable LinkTimer deadline;
    private @Nullable Hello peer;
    private @Nullable Conversation conversation;
    private boolean closed;

    Side(ConversationOptions options, Routes routes) {
        this.options = options;
        this.routes = routes;
        this.messaging = options.messages().framed(new Received());
    }

    /** The link is open. */
    abstract void begin();

    /** The peer's versions have come. */
    abstract Hello greeted(Hello versions, ValueReader fields);

    /** A request of the login's types. */
    abstract void login(Request request);

    /** A request, whatever its type, and nobody is logged in. */
    abstract void countEarlyRequest();

    /** The conversation has begun. */
    abstract void begun(Conversation begun);

    /** The link has ended, before or after the conversation has begun. */
    abstract void ended(@Nullable Conversation had, CloseReason reason);

    /** The peer has said goodbye before the conversation has begun. */
    abstract void dismissed(Goodbye word);

    /** We end the link before the conversation has begun. */
    abstract void gaveUp(Goodbye word);

    final LinkHandler linkHandler() {
        LinkHandler handler = ConversationFraming.FIRST.around(this);
        return options.pingMillis() == 0
                ? handler
                : new Heartbeat(options.pingMillis(), options.pongMillis(), PINGS, Pongs::ping).around(handler);
    }

    final ConversationOptions options() {
        return options;
    }

    final Routes routes() {
        return routes;
    }

    final FramedLink framed() {
        return Objects.requireNonNull(framed, "onOpen comes first");
    }

    final Messages messages() {
        return Objects.requireNonNull(messages, "onOpen comes first");
    }

    final Hello peer() {
        return Objects.requireNonNull(peer, "the greeting comes first");
    }

    @Override
    public final void onOpen(FramedLink link) {
        framed = link;
        pongs = new Pongs(link);
        messaging.onOpen(link);
        deadline = link.schedule(options.loginMillis(), () -> leave(new Goodbye(Goodbye.TOO_LATE, "no login in time")));
        begin();
    }

    @Override
    public final void onFrame(FramedLink link, ByteBuffer payload) {
        int kind = payload.get(payload.position()) & 0xFF;
        if (kind == LinkKind.GOODBYE) {
            goodbye(reader.over(payload));
        } else if (peer == null) {
            hello(payload);
        } else if (kind >= LinkKind.FIRST_MESSAGE && kind <= LinkKind.LAST_MESSAGE) {
            messaging.onFrame(link, payload);
        } else if (kind == LinkKind.PING || kind == LinkKind.PONG) {
            beat(reader.over(payload));
        } else {
            ofProtocol(kind, payload);
        }
    }

    private void hello(ByteBuffer payload) {
        if (!Hello.isOurs(payload)) {
            leave(new Goodbye(Goodbye.NO_HELLO, "a greeting comes first"));
            return;
        }
        payload.position(payload.position() + 5);
        reader.over(payload);
        Hello versions = Hello.versions(reader);
        if (!versions.speaks(Hello.VERSION)) {
            leave(new Goodbye(Goodbye.NO_VERSION, "version " + Hello.VERSION + " is spoken here"));
            return;
        }
        peer = greeted(versions, reader);
    }

    private void goodbye(ValueReader fields) {
        fields.u8();
        Goodbye word = Goodbye.read(fields);
        if (conversation == null) {
            dismissed(word);
        } else {
            conversation.hears(word);
        }
        framed().close();
    }

    private void beat(ValueReader fields) {
        int kind = fields.u8();
        long token = fields.i64();
        fields.end();
        if (kind == LinkKind.PING) {
            Objects.requireNonNull(pongs, "pongs").answer(token);
        }
    }

    private void ofProtocol(int kind, ByteBuffer payload) {
        if (kind == LinkKind.HELLO || (conversation == null && isOfProtocols(kind))) {
            throw new FrameException(FrameFault.OUT_OF_ORDER, "a payload of kind " + kind + " at this time");
        }
        if (conversation == null || !isOfProtocols(kind)) {
            throw new FrameException(FrameFault.UNKNOWN_KIND, "a payload of kind " + kind);
        }
        payload.get();
        conversation.protocols().payload(kind, payload);
    }

    private static boolean isOfProtocols(int kind) {
        return kind >= LinkKind.FIRST_OF_PROTOCOLS && kind <= LinkKind.LAST_OF_PROTOCOLS;
    }

    /** Somebody is logged in: longer payloads, and the protocols. */
    final void begin(User user) {
        if (deadline != null) {
            deadline.cancel();
        }
        framed().switchTo(new ConversationFraming(options.maxPayloadBytes(), peer().maxPayloadBytes()));
        OpenProtocols protocols = new OpenProtocols(routes);
        Conversation begins = new Conversation(framed(), messages(), user, protocols);
        conversation = begins;
        protocols.open(begins, peer(), new Holds(framed()));
        begun(begins);
    }

    /** The last word, to a peer that has done something wrong or nothing at all. */
    final void leave(Goodbye word) {
        if (closed || !framed().isOpen()) {
            return;
        }
        if (conversation == null) {
            gaveUp(word);
        }
        framed().send(word.payload());
        framed().close();
    }

    @Override
    public final void onFrameError(FramedLink link, FrameException error) {
        if (peer == null) {
            leave(new Goodbye(Goodbye.NO_HELLO, "a greeting comes first; " + error.getMessage()));
        } else {
            boolean refused = error.fault() == FrameFault.NOT_PERMITTED;
            leave(new Goodbye(refused ? Goodbye.NOT_PERMITTED : Goodbye.BREACH, String.valueOf(error.getMessage())));
        }
    }

    @Override
    public final void onWritable(FramedLink link) {
        Objects.requireNonNull(pongs, "pongs").writable();
        if (conversation != null) {
            conversation.protocols().writable();
        }
    }

    @Override
    public final void onClose(FramedLink link, CloseReason reason, int osCode) {
        closed = true;
        try {
            messaging.onClose(link, reason, osCode);
        } finally {
            ended(conversation, reason);
        }
    }

    /** The messages of the peer. */
    private final class Received implements MessageHandler {
        @Override
        public void onOpen(Messages opened) {
            messages = opened;
        }

        @Override
        public void onRequest(Messages from, Request request) {
            int type = request.type();
            if (conversation == null) {
                countEarlyRequest();
            }
            if (type >= LinkKind.FIRST_LOGIN_TYPE && type <= LinkKind.LAST_LOGIN_TYPE) {
                login(request);
            } else if (conversation == null) {
                request.fail(MessageFailure.NOT_PERMITTED, "nobody is logged in");
            } else {
                conversation.protocols().request(request);
            }
        }

        @Override
        public void onMessage(Messages from, int type, ByteBuffer body) {
            if (conversation == null) {
                throw new FrameException(FrameFault.OUT_OF_ORDER, "a message and nobody is logged in");
            }
            conversation.protocols().message(type, body);
        }
    }
}
