/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.linkport.CloseReason;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.message.OpenRequest;
import org.linkport.protocol.message.RequestException;
import org.linkport.protocol.value.ValueReader;

/** The files of a client on one link. */
final class ClientFiles implements ProtocolHandler {
    private static final int PIECES_AHEAD = 4;

    private final FileClient client;
    private final Conversation conversation;
    private final SendTurns turns;
    private final Map<Long, Peer> byHandle = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean ended;

    /** What a handle stands for here. Where the link's callbacks run. */
    interface Peer {
        /** Bytes have come for it. */
        default void data(long offset, ByteBuffer bytes) {}

        /** The server takes more. */
        default void credit(long limit) {}

        /** The server has ended it. */
        default void failed(FileException failure) {}
    }

    ClientFiles(FileClient client, Conversation conversation) {
        this.client = client;
        this.conversation = conversation;
        this.turns = new SendTurns(
                conversation.carrier(), PIECES_AHEAD * client.options().chunkBytes());
    }

    FramedLink carrier() {
        return conversation.carrier();
    }

    SendTurns turns() {
        return turns;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Completes when the link has ended and its client knows. A link that is closing takes no requests before that. */
    CompletionStage<Void> over() {
        return over;
    }

    /**
     * Asks.
     *
     * @param answered gets the answer, lent, where the link's callbacks run
     * @param failed may be called on this thread
     */
    void ask(int type, ByteBuffer body, Consumer<ByteBuffer> answered, Consumer<RequestException> failed) {
        conversation.messages().request(type, body, 0, new OpenRequest.Answer() {
            @Override
            public void answered(ByteBuffer answer) {
                answered.accept(answer);
            }

            @Override
            public void failed(RequestException failure) {
                failed.accept(failure);
            }
        });
    }

    /** That handle stands for this from now on. Where the link's callbacks run. */
    void name(long handle, Peer peer) {
        byHandle.put(handle, peer);
    }

    void forget(Peer peer) {
        byHandle.values().remove(peer);
    }

    /** Has the server close it; there is no need to wait for that. */
    void closeHandle(long handle) {
        ByteBuffer body = FileWire.writer().u32(handle).u8(0).take();
        ask(FileWire.CLOSE, body, answer -> {}, failure -> {});
    }

    @Override
    public void onPayload(int kind, ByteBuffer payload) {
        ValueReader fields = FileWire.reader(payload);
        Peer peer = byHandle.get(fields.u32());
        long number = fields.u63();
        if (peer == null) {
            return; // it was given up, and the server did not know yet
        }
        if (kind == FileWire.DATA) {
            peer.data(number, payload);
        } else if (kind == FileWire.CREDIT) {
            fields.end();
            peer.credit(number);
        } else {
            ProtocolHandler.super.onPayload(kind, payload);
        }
    }

    @Override
    public void onMessage(int type, ByteBuffer body) {
        if (type != FileWire.FAILED) {
            ProtocolHandler.super.onMessage(type, body);
            return;
        }
        ValueReader fields = FileWire.reader(body);
        Peer peer = byHandle.get(fields.u32());
        FileFailure why = FileFailure.of(fields.u16());
        String text = FileWire.pathText(fields);
        if (peer != null) {
            peer.failed(new FileException(why == null ? FileFailure.SYSTEM : why, text));
        }
    }

    @Override
    public void onWritable() {
        turns.writable();
    }

    @Override
    public void onClose(CloseReason reason) {
        ended = true;
        byHandle.clear();
        client.unlinked(this);
        over.complete(null);
    }
}
