/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.value.ValueReader;

/**
 * The operator's side, in one conversation. Any thread; nothing blocks. What the server refuses fails with
 * {@link org.linkport.protocol.message.RequestException}.
 */
public final class LinkClient implements ProtocolHandler {
    /** In place of an id: all links but our own. */
    public static final long ALL = 0;

    private static final long TIMEOUT_MILLIS = 30_000;

    private final Conversation conversation;
    private final Consumer<byte[]> notices;

    LinkClient(Conversation conversation, Consumer<byte[]> notices) {
        this.conversation = conversation;
        this.notices = notices;
    }

    private CompletionStage<ByteBuffer> ask(int type, ByteBuffer body) {
        return conversation.messages().request(type, body, TIMEOUT_MILLIS);
    }

    /** Lists links; needs {@link LinkControl#MAY_LIST}. */
    public CompletionStage<LinkTable> list(LinkQuery query) {
        return ask(LinkControl.LIST, query.body()).thenApply(LinkTable::read);
    }

    /**
     * Closes a link, gracefully or by a reset; needs {@link LinkControl#MAY_CLOSE}.
     *
     * @return false if there is none of that id
     */
    public CompletionStage<Boolean> close(long id, boolean abort) {
        ByteBuffer body = ByteBuffer.allocate(9).putLong(id).put((byte) (abort ? 1 : 0));
        return ask(LinkControl.CLOSE, body.flip()).thenApply(answer -> only(answer, ValueReader::bool));
    }

    /**
     * Sends bytes to a link, or to {@link #ALL}; needs {@link LinkControl#MAY_SEND}. On a link on which the server speaks
     * its protocols they are a notice; on all others they are bytes.
     *
     * @return to how many links they were given
     */
    public CompletionStage<Integer> send(long id, byte[] bytes) {
        ByteBuffer body = ByteBuffer.allocate(8 + bytes.length).putLong(id).put(bytes);
        return ask(LinkControl.SEND, body.flip()).thenApply(answer -> only(answer, ValueReader::i32));
    }

    /** The one value that an answer is. */
    private static <T> T only(ByteBuffer answer, Function<ValueReader, T> value) {
        ValueReader fields = new ValueReader(answer, ByteOrder.BIG_ENDIAN);
        T read = value.apply(fields);
        fields.end();
        return read;
    }

    /** What the server is doing; needs {@link LinkControl#MAY_STATS}. */
    public CompletionStage<ServerStats> stats() {
        return ask(LinkControl.STATS, ByteBuffer.allocate(0)).thenApply(ServerStats::read);
    }

    @Override
    public void onMessage(int type, ByteBuffer body) {
        if (type == LinkControl.NOTICE) {
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            notices.accept(bytes);
        } else {
            ProtocolHandler.super.onMessage(type, body);
        }
    }
}
