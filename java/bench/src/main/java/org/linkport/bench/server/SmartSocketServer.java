/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import org.jspecify.annotations.Nullable;
import org.smartboot.socket.MessageProcessor;
import org.smartboot.socket.Protocol;
import org.smartboot.socket.StateMachineEnum;
import org.smartboot.socket.buffer.BufferPagePool;
import org.smartboot.socket.transport.AioQuickServer;
import org.smartboot.socket.transport.AioSession;

/**
 * smart-socket as the server of its own benchmark (example/benchmark/StringServer in its repository) has it: a page pool of
 * direct memory, chunks for writing, and no flush by hand, since the library flushes when a read is processed. It brings its
 * own asynchronous channels; it has no decoder for a length field in its core.
 */
final class SmartSocketServer implements BenchServer {
    /** The fewest it takes: the first accepts and waits for what could not be written at once, the other reads. */
    private static final int THREADS = 2;

    private static final int READ_BYTES = 64 * 1_024;
    private static final int CHUNK_BYTES = 64 * 1_024;
    private static final int CHUNKS = 32;

    private final AioQuickServer server;
    private final BufferPagePool pool;
    private final int tcpPort;

    private SmartSocketServer(AioQuickServer server, BufferPagePool pool, int tcpPort) {
        this.server = server;
        this.pool = pool;
        this.tcpPort = tcpPort;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        BufferPagePool pool = new BufferPagePool(1, true);
        InetSocketAddress address = request.address();
        AioQuickServer server = new AioQuickServer(
                        address.getHostString(), address.getPort(), protocol(request.mode()), processor(request))
                .setBannerEnabled(false)
                .setThreadNum(THREADS)
                .setBacklog(ServerRequest.BACKLOG)
                .setReadBufferSize(READ_BYTES)
                .setBufferPagePool(pool)
                .setWriteBuffer(CHUNK_BYTES, CHUNKS);
        server.start();
        return new SmartSocketServer(server, pool, tcpPort(server));
    }

    /** It tells nobody which port it got. */
    private static int tcpPort(AioQuickServer server) throws IOException {
        try {
            Field field = AioQuickServer.class.getDeclaredField("serverSocketChannel");
            field.setAccessible(true);
            AsynchronousServerSocketChannel channel = (AsynchronousServerSocketChannel) field.get(server);
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (ReflectiveOperationException e) {
            throw new IOException("this is another smart-socket", e);
        }
    }

    private static Protocol<ByteBuffer> protocol(ServerMode mode) {
        return mode == ServerMode.FRAMED ? new Frames() : (buffer, session) -> buffer.hasRemaining() ? buffer : null;
    }

    private static MessageProcessor<ByteBuffer> processor(ServerRequest request) {
        return switch (request.mode()) {
            case ECHO ->
                new Answering() {
                    @Override
                    int answerBytes(ByteBuffer message) {
                        return message.remaining();
                    }
                };
            case FRAMED ->
                new Answering() {
                    @Override
                    int answerBytes(ByteBuffer message) {
                        return Frame.bytesAt(message);
                    }
                };
            case SINK -> (session, message) -> message.position(message.limit());
        };
    }

    @Override
    public int tcpPort() {
        return tcpPort;
    }

    @Override
    public void close() {
        server.shutdown();
        pool.release();
    }

    /** Whole frames are left in the buffer of the session for who processes them; one that does not fit is collected. */
    private static final class Frames implements Protocol<ByteBuffer> {
        @Override
        public @Nullable ByteBuffer decode(ByteBuffer buffer, AioSession session) {
            ByteBuffer part = session.getAttachment();
            if (part != null) {
                return completed(part, buffer, session);
            }
            if (Frame.isWhole(buffer)) {
                return buffer;
            }
            int size = Frame.bytesAt(buffer);
            if (size > buffer.capacity()) {
                session.setAttachment(ByteBuffer.allocate(size).put(buffer));
            }
            return null;
        }

        private static @Nullable ByteBuffer completed(ByteBuffer part, ByteBuffer buffer, AioSession session) {
            int limit = buffer.limit();
            part.put(buffer.limit(buffer.position() + Math.min(part.remaining(), buffer.remaining())));
            buffer.limit(limit);
            if (part.hasRemaining()) {
                return null;
            }
            session.setAttachment(null);
            return part.flip();
        }
    }

    /** Bytes go by an array of the thread on their way into chunks, which take nothing else. */
    private abstract static class Answering implements MessageProcessor<ByteBuffer> {
        private static final ThreadLocal<byte[]> ANSWER = ThreadLocal.withInitial(() -> new byte[Frame.BYTES_MAX]);

        abstract int answerBytes(ByteBuffer message);

        @Override
        public void process(AioSession session, ByteBuffer message) {
            int size = answerBytes(message);
            byte[] answer = ANSWER.get();
            message.get(answer, 0, size);
            try {
                session.writeBuffer().write(answer, 0, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stateEvent(AioSession session, StateMachineEnum state, Throwable cause) {
            if (cause != null) {
                session.close(true);
            }
        }
    }
}
