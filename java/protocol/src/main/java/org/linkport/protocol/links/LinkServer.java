/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.Goodbye;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers an operator. On the executor. */
final class LinkServer implements ProtocolHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
    private static final int ANSWER_HEAD_BYTES = 5;

    private final Conversation conversation;
    private final Linkport port;
    private final LongFunction<Optional<Conversation>> conversations;

    LinkServer(Conversation conversation, Linkport port, LongFunction<Optional<Conversation>> conversations) {
        this.conversation = conversation;
        this.port = port;
        this.conversations = conversations;
    }

    @Override
    public void onRequest(Request request) {
        switch (request.type()) {
            case LinkControl.LIST -> {
                if (may(request, LinkControl.MAY_LIST)) {
                    list(request);
                }
            }
            case LinkControl.CLOSE -> {
                if (may(request, LinkControl.MAY_CLOSE)) {
                    close(request);
                }
            }
            case LinkControl.SEND -> {
                if (may(request, LinkControl.MAY_SEND)) {
                    send(request);
                }
            }
            case LinkControl.STATS -> {
                if (may(request, LinkControl.MAY_STATS)) {
                    request.reply(ServerStats.of(port).body());
                }
            }
            default -> ProtocolHandler.super.onRequest(request);
        }
    }

    private boolean may(Request request, String permission) {
        boolean may = conversation.user().may(permission);
        if (!may) {
            request.fail(MessageFailure.NOT_PERMITTED, "not without the permission " + permission);
        }
        return may;
    }

    private void list(Request request) {
        LinkQuery query = LinkQuery.read(request.body());
        List<LinkRow> rows = new ArrayList<>();
        int open = 0;
        for (Link link : port.links()) {
            open++;
            LinkRow row = LinkRow.of(link, userOf(link));
            if (query.matches(row)) {
                rows.add(row);
            }
        }
        rows.sort(query.order());
        LinkTable table = new LinkTable(open, rows.size(), rows.subList(0, Math.min(rows.size(), query.maxRows())));
        request.reply(table.body(conversation.carrier().maxPayloadBytes() - ANSWER_HEAD_BYTES));
    }

    private String userOf(Link link) {
        return conversations.apply(link.id()).map(each -> each.user().name()).orElse("");
    }

    private void close(Request request) {
        ValueReader fields = new ValueReader(request.body(), ByteOrder.BIG_ENDIAN);
        long id = fields.i64();
        boolean abort = fields.bool();
        fields.end();
        Optional<Link> link = port.links().find(id);
        link.ifPresent(found -> {
            String user = userOf(found);
            LOG.info("{} of {} is closed by {}", found, user.isEmpty() ? "nobody" : user, conversation);
            close(found, abort);
        });
        request.reply(flag(link.isPresent()));
    }

    private void close(Link link, boolean abort) {
        Optional<Conversation> on = conversations.apply(link.id());
        if (abort) {
            link.abort();
        } else if (on.isPresent()) {
            on.get().close(new Goodbye(Goodbye.ENDED_BY_OPERATOR, "ended by an operator"));
        } else {
            link.close();
        }
    }

    private static ByteBuffer flag(boolean value) {
        return ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
    }

    private void send(Request request) {
        ByteBuffer body = request.body();
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        long id = fields.i64();
        byte[] bytes = fields.bytes(fields.remaining());
        int given = 0;
        if (id == LinkClient.ALL) {
            for (Link link : port.links()) {
                given += link.id() != conversation.link().id() && give(link, bytes) ? 1 : 0;
            }
        } else {
            given = port.links().find(id).filter(link -> give(link, bytes)).isPresent() ? 1 : 0;
        }
        request.reply(ByteBuffer.allocate(4).putInt(given).flip());
    }

    /** As a message where protocols are spoken, if that peer knows this one; as bytes on all other links. */
    private boolean give(Link link, byte[] bytes) {
        Optional<Conversation> on = conversations.apply(link.id());
        if (on.isEmpty()) {
            return link.send(bytes).isAccepted();
        }
        return on.get().speaks(LinkControl.NAME)
                && on.get()
                        .messages()
                        .tell(LinkControl.NOTICE, ByteBuffer.wrap(bytes))
                        .isAccepted();
    }
}
