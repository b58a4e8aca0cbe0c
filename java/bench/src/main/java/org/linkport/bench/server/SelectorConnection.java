/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One link of a {@link SelectorServer}; its loop calls it. Reads nothing while answers wait. */
abstract class SelectorConnection {
    private final SelectionKey key;
    private final SocketChannel channel;
    private final InputBuffers buffers;
    private @Nullable ByteBuffer unsent;

    SelectorConnection(SelectionKey key, InputBuffers buffers) {
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.buffers = buffers;
    }

    final void ready() {
        try {
            if (unsent == null) {
                receive();
            } else {
                sendRest(unsent);
            }
        } catch (IOException | IllegalStateException e) {
            close();
        }
    }

    /** There is something to read. */
    abstract void receive() throws IOException;

    /** What waited has been sent. */
    abstract void sent() throws IOException;

    final SocketChannel channel() {
        return channel;
    }

    final InputBuffers buffers() {
        return buffers;
    }

    final boolean isWaiting() {
        return unsent != null;
    }

    /** Reads once; false after it closed at the end of the input. */
    final boolean read(ByteBuffer into) throws IOException {
        if (channel.read(into) >= 0) {
            return true;
        }
        close();
        return false;
    }

    /** Sends as much as goes; the buffer is not to be touched before {@link #sent} if something is left. */
    final void send(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            sendLater(bytes);
        }
    }

    final void sendLater(ByteBuffer bytes) {
        unsent = bytes;
        key.interestOps(SelectionKey.OP_WRITE);
    }

    private void sendRest(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (!bytes.hasRemaining()) {
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
            sent();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("not closed: " + e);
        }
    }

    /** Sends back what it reads. */
    static final class Echo extends SelectorConnection {
        private @Nullable FrameViews held;

        Echo(SelectionKey key, InputBuffers buffers) {
            super(key, buffers);
        }

        @Override
        void receive() throws IOException {
            FrameViews input = buffers().take();
            if (read(input.bytes())) {
                send(input.bytes().flip());
            }
            if (isWaiting()) {
                held = input;
            } else {
                buffers().giveBack(input);
            }
        }

        @Override
        void sent() {
            if (held != null) {
                buffers().giveBack(held);
                held = null;
            }
        }
    }

    /** Reads only. */
    static final class Sink extends SelectorConnection {
        Sink(SelectionKey key, InputBuffers buffers) {
            super(key, buffers);
        }

        @Override
        void receive() throws IOException {
            FrameViews input = buffers().take();
            read(input.bytes());
            buffers().giveBack(input);
        }

        @Override
        void sent() {
            throw new AssertionError("a sink sends nothing");
        }
    }
}
