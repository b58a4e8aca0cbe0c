/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.throughput;

import java.nio.ByteBuffer;
import org.linkport.SendResult;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;

/** The side that answers. While the peer does not read, nothing more is taken from it. Where the callbacks run. */
final class ThroughputServer implements ProtocolHandler {
    private final FramedLink carrier;
    private final Text text = new Text();
    private final ByteBuffer head = ByteBuffer.allocate(25);
    private boolean paused;

    private long uploads;
    private long uploadBytes;
    private long wrongUploads;

    private int number;
    private int downloadsLeft;
    private int downloadBytes;

    ThroughputServer(Conversation conversation) {
        this.carrier = conversation.carrier();
    }

    @Override
    public void onPayload(int kind, ByteBuffer payload) {
        switch (kind) {
            case Throughput.ECHO -> answer(head(Throughput.ECHOED).flip(), payload);
            case Throughput.UPLOAD -> upload(payload);
            case Throughput.COUNT -> count(payload);
            case Throughput.DOWNLOAD -> download(payload);
            default -> throw new FrameException(FrameFault.UNKNOWN_KIND, "a payload of kind " + kind);
        }
    }

    private ByteBuffer head(int kind) {
        return head.clear().put((byte) kind);
    }

    private void answer(ByteBuffer first, ByteBuffer rest) {
        SendResult result = carrier.send(first, rest);
        if (result == SendResult.CONGESTED && !paused) {
            paused = true;
            carrier.pause();
        } else if (!result.isAccepted() && carrier.isOpen()) {
            throw new IllegalStateException("an answer was rejected although no input is taken while much is pending");
        }
    }

    private void upload(ByteBuffer payload) {
        check(payload.remaining() >= 4 && payload.remaining() < Throughput.PAYLOAD_BYTES_MAX, "an upload", payload);
        uploads++;
        uploadBytes += payload.remaining() + 1;
        int uploaded = payload.getInt();
        if (uploaded != (int) uploads || !text.isIn(uploaded, payload)) {
            wrongUploads++;
        }
    }

    private static void check(boolean right, String what, ByteBuffer payload) {
        if (!right) {
            throw new FrameException(FrameFault.MALFORMED, what + " of " + (payload.remaining() + 1) + " bytes");
        }
    }

    private void count(ByteBuffer payload) {
        check(!payload.hasRemaining(), "a count", payload);
        answer(
                head(Throughput.COUNTED)
                        .putLong(uploads)
                        .putLong(uploadBytes)
                        .putLong(wrongUploads)
                        .flip(),
                ByteBuffer.allocate(0));
    }

    private void download(ByteBuffer payload) {
        check(payload.remaining() == 8, "a download", payload);
        int payloads = payload.getInt();
        int bytes = payload.getInt();
        if (payloads < 1 || bytes < Throughput.PAYLOAD_BYTES_MIN || bytes > maxBytes()) {
            throw new FrameException(FrameFault.MALFORMED, "a download of " + payloads + " times " + bytes + " bytes");
        }
        if (downloadsLeft > 0) {
            throw new FrameException(FrameFault.INCONSISTENT, "a download while another one is under way");
        }
        downloadsLeft = payloads;
        downloadBytes = bytes;
        produce();
    }

    private int maxBytes() {
        return Math.min(Throughput.PAYLOAD_BYTES_MAX, carrier.maxPayloadBytes());
    }

    /** Until all is said or the peer has enough for now; the rest comes with {@link #onWritable}. */
    private void produce() {
        SendResult result = SendResult.QUEUED;
        while (downloadsLeft > 0 && result == SendResult.QUEUED) {
            result = carrier.send(
                    head(Throughput.DATA).putInt(number + 1).flip(), text.of(number + 1, downloadBytes - 5));
            if (result.isAccepted()) {
                number++;
                downloadsLeft--;
            }
        }
    }

    @Override
    public void onWritable() {
        produce();
        if (paused) {
            paused = false;
            carrier.resume();
        }
    }
}
