/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * NIO.2 as the Javadoc of {@link AsynchronousChannelGroup} has it for handlers that never block: a group over a fixed pool,
 * here of one thread, which waits and calls the handlers itself. Buffers are direct, answers that are there together leave
 * in the gathering write.
 */
final class Nio2Server implements BenchServer {
    private static final int CLOSE_SECONDS = 10;

    private final AsynchronousChannelGroup group;
    private final int tcpPort;

    private Nio2Server(AsynchronousChannelGroup group, int tcpPort) {
        this.group = group;
        this.tcpPort = tcpPort;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        AsynchronousChannelGroup group =
                AsynchronousChannelGroup.withFixedThreadPool(1, task -> new Thread(task, "nio2-loop"));
        AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open(group).bind(request.address(), ServerRequest.BACKLOG);
        listener.accept(null, new Accepting(listener, request.mode()));
        return new Nio2Server(group, ((InetSocketAddress) listener.getLocalAddress()).getPort());
    }

    @Override
    public int tcpPort() {
        return tcpPort;
    }

    @Override
    public void close() throws IOException {
        group.shutdownNow();
        try {
            if (!group.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the group did not end in " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw BenchThreads.interrupted("the group");
        }
    }

    private record Accepting(AsynchronousServerSocketChannel listener, ServerMode mode)
            implements CompletionHandler<AsynchronousSocketChannel, @Nullable Void> {
        @Override
        public void completed(AsynchronousSocketChannel channel, @Nullable Void nothing) {
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                new Nio2Connection(channel, mode).receive();
            } catch (IOException e) {
                failed(e, null);
            }
            listener.accept(null, this);
        }

        @Override
        public void failed(Throwable cause, @Nullable Void nothing) {
            if (listener.isOpen()) {
                System.err.println("not accepted: " + cause);
            }
        }
    }
}
