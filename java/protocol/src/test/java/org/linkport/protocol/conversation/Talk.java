/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.linkport.CloseReason;
import org.linkport.contract.Await;
import org.linkport.protocol.message.Request;

/**
 * A protocol of tests: answers requests with their body, notes messages and payloads, and returns payloads of kind 0x60.
 */
class Talk implements Protocol {
    static final int REQUEST = 0x0100;
    static final int MESSAGE = 0x0101;
    static final int BACK = 0x60;
    static final int NOTED = 0x61;

    final LinkedBlockingQueue<Talking> opened = new LinkedBlockingQueue<>();
    private final String name;
    private final int firstType;
    private final int firstKind;
    private final Executor executor;

    Talk() {
        this("talk", REQUEST, BACK, null);
    }

    Talk(String name, int firstType, int firstKind, Executor executor) {
        this.name = name;
        this.firstType = firstType;
        this.firstKind = firstKind;
        this.executor = executor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Range types() {
        return new Range(firstType, firstType + 0xF);
    }

    @Override
    public Range kinds() {
        return new Range(firstKind, firstKind + 1);
    }

    @Override
    public Set<String> permissions() {
        return Set.of(name + ":some", name + ":more");
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        Talking talking = new Talking(this, conversation);
        opened.add(talking);
        return talking;
    }

    /** The next conversation that was opened. */
    Talking next() throws InterruptedException {
        Talking talking = opened.poll(Await.SECONDS, java.util.concurrent.TimeUnit.SECONDS);
        if (talking == null) {
            throw new AssertionError("no conversation was opened");
        }
        return talking;
    }

    /** One conversation. */
    static class Talking implements ProtocolHandler {
        final Talk talk;
        final Conversation conversation;
        final List<String> heard = new CopyOnWriteArrayList<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Talking(Talk talk, Conversation conversation) {
            this.talk = talk;
            this.conversation = conversation;
        }

        @Override
        public void onRequest(Request request) {
            if (request.type() == talk.firstType) {
                request.reply(request.body());
            } else {
                ProtocolHandler.super.onRequest(request);
            }
        }

        @Override
        public void onMessage(int type, ByteBuffer body) {
            heard.add("message " + type + " " + body.getInt());
        }

        @Override
        public void onPayload(int kind, ByteBuffer payload) {
            if (kind == talk.firstKind) {
                conversation.send(kind + 1, payload);
            } else {
                heard.add("payload " + kind + " " + payload.getInt());
            }
        }

        @Override
        public void onClose(CloseReason reason) {
            closed.complete(reason);
        }
    }
}
