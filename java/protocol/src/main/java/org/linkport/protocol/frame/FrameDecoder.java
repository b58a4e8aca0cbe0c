/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds the frames in the bytes of one link. Called serially; whoever writes a framing extends it. */
public abstract class FrameDecoder {
    private int payloadAt;
    private int payloadBytes;

    /** For subclasses. */
    protected FrameDecoder() {}

    /**
     * Looks at the frame that begins at the position of {@code source} and is not told yet. Called again from the same
     * beginning when there are more bytes. Must not move position or limit; the byte order may be any, and be changed.
     *
     * @return the bytes of the frame, if it is whole, and {@link #payload(int, int)} was called; otherwise, negated, how
     *     many bytes there must be at least before it makes sense to look again, which is more than there are now
     * @throws FrameException if this is no frame
     */
    protected abstract int frame(ByteBuffer source);

    /** Tells where in the frame the payload is. */
    protected final void payload(int at, int bytes) {
        payloadAt = at;
        payloadBytes = bytes;
    }

    /**
     * The payload of the frame that {@link #frame} has found at the position of {@code source}. The default is
     * {@code source} with its position and limit set around it; the caller restores them.
     *
     * @return null if this frame completes no payload
     */
    protected @Nullable ByteBuffer payloadOf(ByteBuffer source) {
        int start = source.position() + payloadAt;
        return source.limit(start + payloadBytes).position(start);
    }

    /** What the framing says of the payload told last besides its end; 0 if nothing. */
    protected int tag() {
        return 0;
    }

    /** Whether something has begun in earlier frames that needs more of them. */
    protected boolean isMidway() {
        return false;
    }

    /** Bytes of the payload in the frame found last. */
    protected final int payloadBytes() {
        return payloadBytes;
    }
}
