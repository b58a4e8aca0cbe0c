/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Netty 4.2 as its user guide and its echo example have it: handlers write what they get, and flush when a read is complete;
 * a pipeline whose peer does not take its answers reads no more. One event loop accepts and serves. Buffers come from the
 * allocator that Netty prefers. The water marks lie above a read of several buffers, so that they tell of slow peers alone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as all of Netty's examples: a write that fails closes its channel
final class NettyServer implements BenchServer {
    private static final int KIB = 1_024;
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(1_024 * KIB, 2_048 * KIB);

    private final EventLoopGroup group;
    private final Channel listener;

    private NettyServer(EventLoopGroup group, Channel listener) {
        this.group = group;
        this.listener = listener;
    }

    static BenchServer startNio(ServerRequest request) {
        return start(request, NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    static BenchServer startEpoll(ServerRequest request) {
        return start(request, EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }

    static BenchServer startUring(ServerRequest request) {
        return start(request, IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }

    private static BenchServer start(ServerRequest request, IoHandlerFactory io, Class<? extends ServerChannel> type) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io);
        Channel listener = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, ServerRequest.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(new Pipelines(request.mode()))
                .bind(request.address())
                .syncUninterruptibly()
                .channel();
        return new NettyServer(group, listener);
    }

    @Override
    public int tcpPort() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Pipelines extends ChannelInitializer<SocketChannel> {
        private final ServerMode mode;

        Pipelines(ServerMode mode) {
            this.mode = mode;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            switch (mode) {
                case ECHO -> channel.pipeline().addLast(new Echo());
                case FRAMED ->
                    channel.pipeline()
                            .addLast(new LengthFieldBasedFrameDecoder(Frame.BYTES_MAX, 0, Frame.LENGTH_BYTES))
                            .addLast(new Echo());
                case SINK -> channel.pipeline().addLast(new Sink());
            }
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Sink extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
