/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.message.Request;

/** One protocol in one conversation: its handler, called here or in a lane of its own. Where the callbacks run. */
final class OpenProtocol {
    private final ProtocolHandler handler;
    private final @Nullable Lane lane;

    OpenProtocol(Protocol protocol, ProtocolHandler handler, Lane.Owner owner) {
        Executor executor = protocol.executor();
        this.handler = handler;
        this.lane = executor == null ? null : new Lane(executor, protocol.waitingBytes(), owner);
    }

    ProtocolHandler handler() {
        return handler;
    }

    void request(Request request) {
        if (lane == null) {
            handler.onRequest(request);
            return;
        }
        request.keepBody();
        lane.add(request.body().remaining(), () -> request.serve(handler::onRequest));
    }

    void message(int type, ByteBuffer body) {
        if (lane == null) {
            handler.onMessage(type, body);
            return;
        }
        ByteBuffer copy = copy(body);
        lane.add(copy.remaining(), () -> handler.onMessage(type, copy));
    }

    void payload(int kind, ByteBuffer payload) {
        if (lane == null) {
            handler.onPayload(kind, payload);
            return;
        }
        ByteBuffer copy = copy(payload);
        lane.add(copy.remaining(), () -> handler.onPayload(kind, copy));
    }

    private static ByteBuffer copy(ByteBuffer lent) {
        return ByteBuffer.allocate(lent.remaining()).put(lent).flip();
    }

    void writable() {
        if (lane == null) {
            handler.onWritable();
        } else {
            lane.add(0, handler::onWritable);
        }
    }

    /** @param then runs behind it in any case */
    void close(CloseReason reason, Runnable then) {
        Runnable last = () -> {
            try {
                handler.onClose(reason);
            } finally {
                then.run();
            }
        };
        if (lane == null) {
            last.run();
        } else {
            lane.addLast(last);
        }
    }
}
