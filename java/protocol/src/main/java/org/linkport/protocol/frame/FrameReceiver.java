/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes payloads of what one link receives, in whatever pieces. A frame that lies whole in a piece is told from there; of
 * one that does not, the beginning is copied and as much of the next piece as completes it. Where the link's callbacks
 * run.
 */
final class FrameReceiver {
    private static final int STEP_BYTES = 256;

    private final Consumer<ByteBuffer> payloads;
    private final PartialBuffers buffers = PartialBuffers.shared();
    private FrameDecoder decoder;

    /** What came and was not told, from 0 to the position: the beginning of a frame, or after a stop, anything. */
    private @Nullable ByteBuffer kept;

    private int neededBytes;
    private boolean stopped;
    private boolean telling;

    /** @param payloads is called with each payload, which is lent */
    FrameReceiver(FrameDecoder decoder, Consumer<ByteBuffer> payloads) {
        this.decoder = decoder;
        this.payloads = payloads;
    }

    FrameDecoder decoder() {
        return decoder;
    }

    /**
     * Another decoder for all bytes behind the payload that is being told, or behind what was told last.
     *
     * @throws FrameException if what had come cannot be read so
     */
    void decodeWith(FrameDecoder another) {
        decoder = Objects.requireNonNull(another, "another");
        if (!telling) {
            tellKept();
        }
    }

    /** Tells nothing more until {@link #go}; what comes meanwhile is kept. */
    void stop() {
        stopped = true;
    }

    /**
     * Tells again, what was kept first.
     *
     * @throws FrameException if a piece of it is no frame
     */
    void go() {
        stopped = false;
        if (!telling) {
            tellKept();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether the bytes so far end between frames. */
    boolean isBetweenFrames() {
        return kept == null && !decoder.isMidway();
    }

    private void tellKept() {
        ByteBuffer old = kept;
        if (old == null || stopped) {
            return;
        }
        kept = null;
        receive(old.flip());
        buffers.give(old);
    }

    /** Gives back what it holds; nothing is told after this. */
    void end() {
        stopped = true;
        if (kept != null && !telling) {
            buffers.give(kept);
            kept = null;
        }
    }

    /**
     * Bytes have come.
     *
     * @throws FrameException if they are no frame
     */
    void receive(ByteBuffer data) {
        while (data.hasRemaining()) {
            if (stopped) {
                keep(data, data.remaining());
                return;
            }
            if (kept == null) {
                tellFrom(data);
            } else {
                complete(kept, data);
            }
        }
    }

    private void tellFrom(ByteBuffer data) {
        int bytes = decoder.frame(data);
        if (bytes > 0) {
            tell(data, bytes);
        } else {
            neededBytes = -bytes;
            keep(data, data.remaining());
        }
    }

    /** Takes what is needed from {@code data}, and tells the frame once it is whole. */
    private void complete(ByteBuffer partial, ByteBuffer data) {
        int before = partial.position();
        keep(data, Math.min(data.remaining(), Math.max(neededBytes - before, STEP_BYTES)));
        ByteBuffer all = Objects.requireNonNull(kept, "kept").flip();
        int bytes = decoder.frame(all);
        if (bytes <= 0) {
            neededBytes = -bytes;
            all.position(all.limit()).limit(all.capacity());
            return;
        }
        data.position(data.position() - (all.limit() - bytes)); // what is behind the frame is read from there
        all.limit(bytes);
        tell(all, bytes);
        kept = null;
        buffers.give(all);
    }

    /** Copies the next {@code bytes} of {@code data} behind what was kept. */
    private void keep(ByteBuffer data, int bytes) {
        ByteBuffer into = roomFor(bytes);
        int limit = data.limit();
        into.put(data.limit(data.position() + bytes));
        data.limit(limit);
    }

    /** Grows with what has come, not with what a peer says will come. */
    private ByteBuffer roomFor(int bytes) {
        ByteBuffer old = kept;
        if (old == null) {
            kept = buffers.take(bytes);
        } else if (old.remaining() < bytes) {
            kept = buffers.take(Math.max(2 * old.capacity(), Math.addExact(old.position(), bytes)))
                    .put(old.flip());
            buffers.give(old);
        }
        return Objects.requireNonNull(kept, "kept");
    }

    private void tell(ByteBuffer source, int bytes) {
        int limit = source.limit();
        int end = source.position() + bytes;
        telling = true;
        try {
            ByteBuffer payload = decoder.payloadOf(source);
            if (payload != null) {
                payloads.accept(payload.order(ByteOrder.BIG_ENDIAN));
            }
        } finally {
            telling = false;
            source.limit(limit).position(end);
        }
    }
}
