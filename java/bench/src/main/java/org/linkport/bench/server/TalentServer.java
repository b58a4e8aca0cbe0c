/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tio.core.ChannelContext;
import org.tio.core.Tio;
import org.tio.core.TioConfig;
import org.tio.core.intf.Packet;
import org.tio.server.TioServer;
import org.tio.server.TioServerConfig;
import org.tio.server.intf.TioServerHandler;
import org.tio.server.intf.TioServerListener;
import org.tio.utils.thread.pool.DefaultThreadFactory;
import org.tio.utils.thread.pool.SynThreadPoolExecutor;

/**
 * t-io as its manual (tiocloud.com/doc/tio, "TioHandler", "TioConfig") and its helloworld have it: a packet for each
 * message, decoded where it is read, sent through the queue of its link; no heartbeats, no statistics. Its senders wait for
 * the completion of a write, so it cannot do with less than these two threads: one of the channel group, one of its own.
 */
final class TalentServer implements BenchServer {
    private static final int READ_BYTES = 64 * 1_024;

    private final TioServer server;

    private TalentServer(TioServer server) {
        this.server = server;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        TioServerConfig config = new TioServerConfig(handler(request.mode()), new Listener(), senders(), group());
        config.setHeartbeatTimeout(0);
        config.setReadBufferSize(READ_BYTES);
        config.statOn = false;
        TioServer server = new TioServer(config);
        server.setCheckLastVersion(false);
        server.start(request.address().getHostString(), request.tcpPort());
        return new TalentServer(server);
    }

    private static SynThreadPoolExecutor senders() {
        SynThreadPoolExecutor executor = new SynThreadPoolExecutor(
                1, 1, 0, new LinkedBlockingQueue<>(), DefaultThreadFactory.getInstance("tio-worker"), "tio-worker");
        executor.prestartAllCoreThreads();
        return executor;
    }

    private static ThreadPoolExecutor group() {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TalentServer::groupThread);
    }

    /** The threads of a group that was stopped end with what its executor refuses them. */
    private static Thread groupThread(Runnable task) {
        Thread thread = new Thread(task, "tio-group");
        thread.setUncaughtExceptionHandler((self, cause) -> {
            if (!(cause instanceof RejectedExecutionException || cause instanceof ShutdownChannelGroupException)) {
                System.err.println("tio-group: " + cause);
            }
        });
        return thread;
    }

    private static Handler handler(ServerMode mode) {
        return switch (mode) {
            case ECHO ->
                new Handler(true) {
                    @Override
                    int messageBytes(ByteBuffer input) {
                        return input.remaining();
                    }
                };
            case FRAMED ->
                new Handler(true) {
                    @Override
                    int messageBytes(ByteBuffer input) {
                        return Frame.isWhole(input) ? Frame.bytesAt(input) : 0;
                    }
                };
            case SINK ->
                new Handler(false) {
                    @Override
                    int messageBytes(ByteBuffer input) {
                        return input.remaining();
                    }
                };
        };
    }

    @Override
    public int tcpPort() {
        try {
            return ((InetSocketAddress) server.getServerSocketChannel().getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new IllegalStateException("not bound", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    /** A message on its way back. */
    private static final class Message extends Packet {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Message(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private abstract static class Handler implements TioServerHandler {
        private final boolean answering;

        Handler(boolean answering) {
            this.answering = answering;
        }

        /** Of the message at the position; 0 while it has not arrived whole. */
        abstract int messageBytes(ByteBuffer input);

        @Override
        public @Nullable Packet decode(ByteBuffer input, int limit, int position, int count, ChannelContext context) {
            int size = messageBytes(input);
            if (size == 0) {
                return null;
            }
            byte[] bytes = new byte[size];
            input.get(bytes);
            return new Message(bytes);
        }

        @Override
        public ByteBuffer encode(Packet packet, TioConfig config, ChannelContext context) {
            ByteBuffer bytes = ByteBuffer.wrap(((Message) packet).bytes);
            return bytes.position(bytes.limit());
        }

        @Override
        public void handler(Packet packet, ChannelContext context) {
            if (answering) {
                Tio.send(context, packet);
            }
        }
    }

    private static final class Listener implements TioServerListener {
        @Override
        public void onAfterConnected(ChannelContext context, boolean connected, boolean reconnect) {}

        @Override
        public void onAfterDecoded(ChannelContext context, Packet packet, int size) {}

        @Override
        public void onAfterReceivedBytes(ChannelContext context, int count) {}

        @Override
        public void onAfterSent(ChannelContext context, Packet packet, boolean sent) {}

        @Override
        public void onAfterHandled(ChannelContext context, Packet packet, long millis) {}

        @Override
        public void onBeforeClose(ChannelContext context, Throwable cause, String remark, boolean remove) {}

        @Override
        public boolean onHeartbeatTimeout(ChannelContext context, Long interval, int count) {
            return false;
        }
    }
}
