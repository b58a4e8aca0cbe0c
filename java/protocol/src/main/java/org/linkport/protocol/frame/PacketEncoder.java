/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.protocol.internal.OptionRange;

/** Splits the messages of one link into packets. */
final class PacketEncoder extends FrameEncoder {
    private final PacketFraming framing;
    private final PacketLayout layout;
    private final AtomicInteger serials = new AtomicInteger();

    PacketEncoder(PacketFraming framing) {
        super(framing.maxPayloadBytes());
        this.framing = framing;
        this.layout = framing.layout();
    }

    @Override
    protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {
        putHeader(target, tag, serials.incrementAndGet(), payloadBytes, payloadBytes);
    }

    private void putHeader(ByteBuffer target, int tag, int serial, int messageBytes, int packetBytes) {
        OptionRange.check("tag", tag, 0, layout.type().max());
        int start = target.position();
        for (int i = 0; i < layout.headerBytes(); i++) {
            target.put((byte) 0);
        }
        target.order(layout.order());
        layout.total().put(target, start, (int) (messageBytes + framing.headersOf(messageBytes)));
        layout.serial().put(target, start, serial);
        layout.current().put(target, start, packetBytes + (layout.countsHeader() ? layout.headerBytes() : 0));
        layout.type().put(target, start, tag);
    }

    @Override
    protected SendResult send(
            Link link, int tag, ByteBuffer head, SendFile file, long position, int count, Link.SendCallback callback) {
        throw new UnsupportedOperationException("regions of files are not split into packets");
    }

    @Override
    protected SendResult send(Link link, int tag, ByteBuffer head, ByteBuffer body) {
        int bytes = checkedSize(head, body);
        if (bytes <= framing.maxPacketBytes()) {
            return super.send(link, tag, head, body);
        }
        int headStart = head.position();
        int bodyStart = body.position();
        int serial = serials.incrementAndGet();
        SendResult result = SendResult.QUEUED;
        for (int sent = 0; sent < bytes; ) {
            int packet = Math.min(framing.maxPacketBytes(), bytes - sent);
            ByteBuffer front = scratch();
            putHeader(front, tag, serial, bytes, packet);
            result = sendPacket(link, front, packet, head, body);
            if (!result.isAccepted()) {
                if (sent > 0) {
                    link.abort(CloseReason.OVERFLOW); // the peer would wait for the rest
                }
                head.position(headStart);
                body.position(bodyStart);
                return result;
            }
            sent += packet;
        }
        return result;
    }

    private static SendResult sendPacket(Link link, ByteBuffer front, int bytes, ByteBuffer head, ByteBuffer body) {
        boolean fits = head.hasRemaining() && head.remaining() <= Math.min(bytes, front.remaining());
        int left = bytes;
        ByteBuffer first = front;
        if (fits) {
            left -= head.remaining();
            front.put(head);
        } else if (head.hasRemaining()) { // a head that is longer than a packet or the room there is
            int part = Math.min(bytes, head.remaining());
            first = ByteBuffer.allocate(front.position() + part).put(front.flip());
            first.put(head.slice(head.position(), part));
            head.position(head.position() + part);
            left -= part;
        }
        int limit = body.limit();
        try {
            return link.send(first.flip(), body.limit(body.position() + left));
        } finally {
            body.limit(limit);
        }
    }
}
