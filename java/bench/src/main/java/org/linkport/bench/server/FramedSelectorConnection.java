/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Frames are sent from where they were read, all of one read in gathering writes, or each on its own. One that has not
 * arrived whole is collected in a buffer of the link, which a long rest of it is read into at once.
 */
final class FramedSelectorConnection extends SelectorConnection {
    /** Rests of at least so many bytes are not copied. */
    private static final int LONG_REST_BYTES = 16 * 1_024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final boolean gathering;
    /** The beginning of a frame up to the position; the limit is its end, or that of its length. */
    private ByteBuffer part = NOTHING;
    /** With bytes that were not looked at, because answers wait. */
    private @Nullable FrameViews held;

    FramedSelectorConnection(SelectionKey key, InputBuffers buffers, boolean gathering) {
        super(key, buffers);
        this.gathering = gathering;
    }

    @Override
    void receive() throws IOException {
        if (part.position() > 0 && part.remaining() >= LONG_REST_BYTES) {
            if (read(part) && !part.hasRemaining()) {
                send(part.flip());
                recycle();
            }
            return;
        }
        FrameViews input = buffers().take();
        if (read(input.bytes())) {
            input.bytes().flip();
            answer(input);
        } else {
            buffers().giveBack(input);
        }
    }

    @Override
    void sent() throws IOException {
        recycle();
        FrameViews input = held;
        if (input != null) {
            held = null;
            answer(input);
        }
    }

    private void recycle() {
        if (!isWaiting() && !part.hasRemaining()) {
            part.clear();
        }
    }

    private void answer(FrameViews input) throws IOException {
        ByteBuffer bytes = input.bytes();
        if (part.position() > 0) {
            completePart(bytes);
        }
        while (!isWaiting() && part.position() == 0 && Frame.isWhole(bytes)) {
            if (gathering) {
                sendGathered(input);
            } else {
                sendOne(bytes);
            }
        }
        if (isWaiting()) {
            held = input;
            return;
        }
        if (bytes.hasRemaining()) {
            beginPart(bytes);
        }
        buffers().giveBack(input);
    }

    private void sendGathered(FrameViews input) throws IOException {
        int start = input.bytes().position();
        int count = input.collect();
        int end = input.bytes().position();
        long written = channel().write(input.views(), 0, count);
        if (written < end - start) {
            sendLater(input.bytes().duplicate().limit(end).position(start + (int) written));
        }
    }

    private void sendOne(ByteBuffer bytes) throws IOException {
        int end = bytes.position() + Frame.bytesAt(bytes);
        int limit = bytes.limit();
        channel().write(bytes.limit(end));
        if (bytes.hasRemaining()) {
            sendLater(bytes.duplicate());
        }
        bytes.limit(limit).position(end);
    }

    private void beginPart(ByteBuffer bytes) {
        int size = Frame.bytesAt(bytes);
        if (part.capacity() < size) {
            part = ByteBuffer.allocateDirect(size);
        }
        part.clear().limit(size).put(bytes);
    }

    private void completePart(ByteBuffer bytes) throws IOException {
        fillPart(bytes);
        if (!part.hasRemaining() && part.limit() == Frame.LENGTH_BYTES) {
            growPart(Frame.bytes(part.getInt(0)));
            fillPart(bytes);
        }
        if (!part.hasRemaining()) {
            send(part.flip());
            recycle();
        }
    }

    private void growPart(int size) {
        ByteBuffer whole = part;
        if (whole.capacity() < size) {
            whole = ByteBuffer.allocateDirect(size).put(part.flip());
        }
        part = whole.limit(size);
    }

    private void fillPart(ByteBuffer bytes) {
        int limit = bytes.limit();
        part.put(bytes.limit(bytes.position() + Math.min(part.remaining(), bytes.remaining())));
        bytes.limit(limit);
    }
}
