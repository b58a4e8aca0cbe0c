/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the split messages of one link together. One that comes in a single packet is lent from there. */
final class PacketDecoder extends FrameDecoder {
    private final PacketFraming framing;
    private final PacketLayout layout;
    private final PartialBuffers buffers = PartialBuffers.shared();
    private final Map<Integer, Partial> partials = new HashMap<>();
    private int partialBytes;
    private int tag;

    /** The message told last, whose memory is free when the next packet is looked at. */
    private @Nullable ByteBuffer told;

    /** A message that is begun. Its buffer grows with what has come, not with what was announced. */
    private static final class Partial {
        final int total;
        final int type;
        int headers;
        ByteBuffer bytes;

        Partial(int total, int type, ByteBuffer bytes) {
            this.total = total;
            this.type = type;
            this.bytes = bytes;
        }
    }

    PacketDecoder(PacketFraming framing) {
        this.framing = framing;
        this.layout = framing.layout();
    }

    private int counted() {
        return layout.countsHeader() ? layout.headerBytes() : 0;
    }

    @Override
    protected int frame(ByteBuffer source) {
        int header = layout.headerBytes();
        if (source.remaining() < header) {
            return -header;
        }
        source.order(layout.order());
        int start = source.position();
        int total = layout.total().get(source, start);
        int current = layout.current().get(source, start) - counted();
        if (total < 0 || current < 0) {
            throw new FrameException(FrameFault.NEGATIVE_LENGTH, "a packet of " + current + " of " + total + " bytes");
        }
        checkSizes(total, current);
        int bytes = header + current;
        payload(header, current);
        return source.remaining() < bytes ? -bytes : bytes;
    }

    private void checkSizes(int total, int current) {
        if (current > framing.maxPacketBytes() || total > maxTotal()) {
            throw new FrameException(
                    FrameFault.TOO_LONG,
                    "a packet of " + current + " of " + total + " bytes, at most " + framing.maxPacketBytes() + " of "
                            + framing.maxMessageBytes());
        }
        if (current + counted() > total || (current == 0 && total > counted())) {
            throw new FrameException(FrameFault.INCONSISTENT, "a packet of " + current + " of " + total + " bytes");
        }
    }

    private long maxTotal() {
        return framing.maxMessageBytes() + framing.headersOf(framing.maxMessageBytes());
    }

    @Override
    protected @Nullable ByteBuffer payloadOf(ByteBuffer source) {
        giveBack();
        int start = source.position();
        source.order(layout.order()); // who was told the last payload may have changed it
        int total = layout.total().get(source, start);
        int serial = layout.serial().get(source, start);
        int type = layout.type().get(source, start);
        ByteBuffer piece = super.payloadOf(source);
        if (piece == null || (total == payloadBytes() + counted() && !partials.containsKey(serial))) {
            tag = type;
            return piece;
        }
        return added(serial, total, type, piece);
    }

    private @Nullable ByteBuffer added(int serial, int total, int type, ByteBuffer piece) {
        Partial partial = partials.get(serial);
        if (partial == null) {
            if (partials.size() >= framing.maxPartialMessages()) {
                throw new FrameException(FrameFault.TOO_MANY_PARTIAL, partials.size() + " messages are begun");
            }
            partial = new Partial(total, type, buffers.take(piece.remaining()));
            partials.put(serial, partial);
        }
        check(partial, total, type, piece.remaining());
        append(partial, piece);
        if (partial.bytes.position() + partial.headers < total) {
            return null;
        }
        partials.remove(serial);
        partialBytes -= partial.bytes.position();
        tag = type;
        told = partial.bytes;
        return partial.bytes.flip();
    }

    private void check(Partial partial, int total, int type, int bytes) {
        if (partial.total != total || partial.type != type) {
            throw new FrameException(
                    FrameFault.INCONSISTENT,
                    "a message of " + partial.total + " bytes and type " + partial.type + ", and of " + total + " and "
                            + type);
        }
        int headers = partial.headers + counted();
        if ((long) partial.bytes.position() + bytes + headers > total) {
            throw new FrameException(FrameFault.INCONSISTENT, "more than the " + total + " bytes of the message");
        }
        if ((long) partialBytes + bytes > framing.maxPartialBytes()) {
            throw new FrameException(
                    FrameFault.TOO_MANY_PARTIAL, "more than " + framing.maxPartialBytes() + " bytes are begun");
        }
        partial.headers = headers;
    }

    private void append(Partial partial, ByteBuffer piece) {
        ByteBuffer old = partial.bytes;
        if (old.remaining() < piece.remaining()) {
            partial.bytes = buffers.take(
                    (int) Math.max(Math.min(2L * old.capacity(), partial.total), old.position() + piece.remaining()));
            partial.bytes.put(old.flip());
            buffers.give(old);
        }
        partialBytes += piece.remaining();
        partial.bytes.put(piece);
    }

    private void giveBack() {
        if (told != null) {
            buffers.give(told);
            told = null;
        }
    }

    @Override
    protected int tag() {
        return tag;
    }

    @Override
    protected boolean isMidway() {
        return !partials.isEmpty();
    }
}
