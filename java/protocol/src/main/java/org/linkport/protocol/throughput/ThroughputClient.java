/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.throughput;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.linkport.CloseReason;
import org.linkport.SendResult;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.internal.OptionRange;

/**
 * The side that asks, in one conversation. Its methods are called where the callbacks of the link run, see
 * {@link Conversation#link} and {@code execute}; nothing blocks, and no payload allocates.
 */
public final class ThroughputClient implements ProtocolHandler {
    private final Conversation conversation;
    private final FramedLink carrier;
    private final Events events;
    private final Text text = new Text();
    private final ByteBuffer head = ByteBuffer.allocate(9);
    private int echo;
    private int echoed;
    private int upload;
    private int data;

    /** What comes back. Called where the callbacks of the link run. */
    public interface Events {
        /**
         * An echo has come back.
         *
         * @param payloadBytes of the whole payload
         * @param same whether it is the next one, byte for byte
         */
        default void onEchoed(int payloadBytes, boolean same) {}

        /**
         * What the server has got of all uploads that were sent before {@link ThroughputClient#count}.
         *
         * @param bytes of the whole payloads
         * @param wrong payloads that were not the next one, byte for byte
         */
        default void onCounted(long payloads, long bytes, long wrong) {}

        /**
         * A payload of a download.
         *
         * @param payloadBytes of the whole payload
         * @param same whether it is the next one, byte for byte
         */
        default void onData(int payloadBytes, boolean same) {}

        /** The link, which had answered {@code CONGESTED}, can take more. */
        default void onWritable() {}

        /** The conversation has ended; nothing follows. */
        default void onClose(CloseReason reason) {}
    }

    ThroughputClient(Conversation conversation, Function<ThroughputClient, Events> program) {
        this.conversation = conversation;
        this.carrier = conversation.carrier();
        this.events = program.apply(this);
    }

    /** What it is spoken in. */
    public Conversation conversation() {
        return conversation;
    }

    /**
     * Sends a payload that comes back, see {@link Events#onEchoed}; any number may be under way.
     *
     * @param payloadBytes of the whole payload; 6 to 1,048,576, and not above what the server takes
     */
    public SendResult echo(int payloadBytes) {
        SendResult result = send(Throughput.ECHO, echo + 1, payloadBytes);
        if (result.isAccepted()) {
            echo++;
        }
        return result;
    }

    /**
     * Sends a payload that the server checks and counts.
     *
     * @param payloadBytes of the whole payload; 6 to 1,048,576, and not above what the server takes
     */
    public SendResult upload(int payloadBytes) {
        SendResult result = send(Throughput.UPLOAD, upload + 1, payloadBytes);
        if (result.isAccepted()) {
            upload++;
        }
        return result;
    }

    private SendResult send(int kind, int number, int payloadBytes) {
        OptionRange.check("payloadBytes", payloadBytes, Throughput.PAYLOAD_BYTES_MIN, Throughput.PAYLOAD_BYTES_MAX);
        head.clear().put((byte) kind).putInt(number).flip();
        return carrier.send(head, text.of(number, payloadBytes - 5));
    }

    /** Asks what the server has got so far; see {@link Events#onCounted}. */
    public SendResult count() {
        return carrier.send(head.clear().put((byte) Throughput.COUNT).flip());
    }

    /**
     * Asks for payloads; see {@link Events#onData}. One download at a time: a second one, before all payloads have come, is
     * a breach of the rules.
     *
     * @param payloads how many; 1 to 2,147,483,647
     * @param payloadBytes of each whole payload; 6 to 1,048,576, and not above what either side takes
     */
    public SendResult download(int payloads, int payloadBytes) {
        OptionRange.check("payloads", payloads, 1, Integer.MAX_VALUE);
        OptionRange.check("payloadBytes", payloadBytes, Throughput.PAYLOAD_BYTES_MIN, Throughput.PAYLOAD_BYTES_MAX);
        head.clear()
                .put((byte) Throughput.DOWNLOAD)
                .putInt(payloads)
                .putInt(payloadBytes)
                .flip();
        return carrier.send(head);
    }

    @Override
    public void onPayload(int kind, ByteBuffer payload) {
        int bytes = payload.remaining() + 1;
        switch (kind) {
            case Throughput.ECHOED -> {
                echoed++;
                events.onEchoed(bytes, isText(echoed, payload));
            }
            case Throughput.COUNTED -> counted(payload);
            case Throughput.DATA -> {
                data++;
                events.onData(bytes, isText(data, payload));
            }
            default -> throw new FrameException(FrameFault.UNKNOWN_KIND, "a payload of kind " + kind);
        }
    }

    private boolean isText(int number, ByteBuffer payload) {
        return payload.remaining() > 4
                && payload.remaining() < Throughput.PAYLOAD_BYTES_MAX
                && payload.getInt() == number
                && text.isIn(number, payload);
    }

    private void counted(ByteBuffer payload) {
        if (payload.remaining() != 24) {
            throw new FrameException(FrameFault.MALFORMED, "a sum of " + payload.remaining() + " bytes");
        }
        events.onCounted(payload.getLong(), payload.getLong(), payload.getLong());
    }

    @Override
    public void onWritable() {
        events.onWritable();
    }

    @Override
    public void onClose(CloseReason reason) {
        events.onClose(reason);
    }
}
