/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One link of a {@link Nio2Server}: it reads, answers all of it, and reads again. A pending read needs a buffer of its link,
 * which begins small and grows where it is filled, so that silent links cost little.
 */
final class Nio2Connection implements CompletionHandler<Integer, @Nullable Void> {
    private static final int BYTES_FIRST = 16 * 1_024;
    private static final int BYTES_ENOUGH = 64 * 1_024;

    private final AsynchronousSocketChannel channel;
    private final ServerMode mode;
    private final CompletionHandler<Integer, @Nullable Void> written = new Written();
    private final GatheringWrite gathering = new GatheringWrite();
    private FrameViews input = new FrameViews(BYTES_FIRST);

    Nio2Connection(AsynchronousSocketChannel channel, ServerMode mode) {
        this.channel = channel;
        this.mode = mode;
    }

    void receive() {
        channel.read(input.bytes(), null, this);
    }

    @Override
    public void completed(Integer count, @Nullable Void nothing) {
        if (count < 0) {
            close();
            return;
        }
        switch (mode) {
            case ECHO -> channel.write(input.bytes().flip(), null, written);
            case FRAMED -> {
                input.bytes().flip();
                answerFrames();
            }
            case SINK -> receiveMore();
        }
    }

    @Override
    public void failed(Throwable cause, @Nullable Void nothing) {
        close();
    }

    /** Everything was answered. */
    private void receiveMore() {
        boolean wasFull = input.bytes().limit() == input.bytes().capacity();
        input.bytes().clear();
        if (wasFull && input.bytes().capacity() < BYTES_ENOUGH) {
            input = new FrameViews(BYTES_ENOUGH);
        }
        receive();
    }

    private void answerFrames() {
        try {
            int count = input.collect();
            if (count > 0) {
                gathering.start(count);
            } else if (input.bytes().hasRemaining()) {
                receiveRest();
            } else {
                receiveMore();
            }
        } catch (IllegalStateException e) {
            close();
        }
    }

    private void receiveRest() {
        ByteBuffer bytes = input.bytes();
        int size = Frame.bytesAt(bytes);
        if (size > bytes.capacity()) {
            input = new FrameViews(size);
            input.bytes().put(bytes);
        } else {
            bytes.compact();
        }
        receive();
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("not closed: " + e);
        }
    }

    private final class Written implements CompletionHandler<Integer, @Nullable Void> {
        @Override
        public void completed(Integer count, @Nullable Void nothing) {
            if (input.bytes().hasRemaining()) {
                channel.write(input.bytes(), null, this);
            } else {
                receiveMore();
            }
        }

        @Override
        public void failed(Throwable cause, @Nullable Void nothing) {
            close();
        }
    }

    private final class GatheringWrite implements CompletionHandler<Long, @Nullable Void> {
        private int from;
        private int count;

        void start(int frames) {
            from = 0;
            count = frames;
            write();
        }

        private void write() {
            channel.write(input.views(), from, count - from, 0, TimeUnit.SECONDS, null, this);
        }

        @Override
        public void completed(Long bytes, @Nullable Void nothing) {
            while (from < count && !input.views()[from].hasRemaining()) {
                from++;
            }
            if (from < count) {
                write();
            } else {
                answerFrames();
            }
        }

        @Override
        public void failed(Throwable cause, @Nullable Void nothing) {
            close();
        }
    }
}
