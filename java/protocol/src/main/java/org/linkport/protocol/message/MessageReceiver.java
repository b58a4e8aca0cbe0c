/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;

/** Reads the messages of one peer and calls who they are for. Where the callbacks run. */
final class MessageReceiver {
    private final Messages messages;
    private final MessageHandler handler;
    private final ValueReader reader = new ValueReader(ByteBuffer.allocate(0), ByteOrder.BIG_ENDIAN);

    MessageReceiver(Messages messages, MessageHandler handler) {
        this.messages = messages;
        this.handler = handler;
    }

    /**
     * One payload.
     *
     * @throws FrameException if it breaks the rules
     * @throws ValueException if it cannot be read
     */
    void receive(ByteBuffer payload) {
        reader.over(payload);
        int kind = reader.u8();
        switch (kind) {
            case MessageKind.REQUEST -> request();
            case MessageKind.RESPONSE -> removed(reader.i32()).answered(payload);
            case MessageKind.FAILURE -> failure();
            case MessageKind.CANCEL -> cancel();
            case MessageKind.MESSAGE -> handler.onMessage(messages, reader.u16(), payload);
            default -> throw new FrameException(FrameFault.UNKNOWN_KIND, "a message of kind " + kind);
        }
    }

    private void request() {
        int id = reader.i32();
        int type = reader.u16();
        long timeoutMillis = reader.u32();
        Request request = new Request(messages, id, type, timeoutMillis, reader.source());
        if (!messages.admits()) {
            messages.refuse(id, MessageFailure.BUSY, "too many requests at once");
            return;
        }
        if (!messages.serve(request)) {
            throw new FrameException(FrameFault.INCONSISTENT, "two requests with the id " + id);
        }
        try {
            request.serve(served -> handler.onRequest(messages, served));
        } finally {
            request.takeBodyBack();
        }
    }

    private OpenRequest removed(int id) {
        OpenRequest request = messages.requests().remove(id);
        if (request == null) {
            throw new FrameException(FrameFault.INCONSISTENT, "an answer to no request: " + id);
        }
        return request;
    }

    private void failure() {
        int id = reader.i32();
        int code = reader.u16();
        String text = reader.text(LengthForm.U16, 0xFFFF, StandardCharsets.UTF_8);
        reader.end();
        removed(id).failed(RequestException.refused(code, text));
    }

    private void cancel() {
        int id = reader.i32();
        reader.end();
        messages.cancelServing(id);
    }
}
