/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x as the chapters "Writing TCP servers and clients", "Streams", "Native transports" and "Record Parser" of its manual
 * have it: one event loop, the native transport where there is one, writing while the queue is not full, and {@link
 * RecordParser} in its mode of a fixed size, set anew for each length and each message.
 */
final class VertxServer implements BenchServer {
    private final Vertx vertx;
    private final NetServer server;

    private VertxServer(Vertx vertx, NetServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    static BenchServer start(ServerRequest request) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        NetServer server = vertx.createNetServer(
                new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(ServerRequest.BACKLOG));
        server.connectHandler(socket -> serve(socket, request.mode()));
        server.listen(SocketAddress.inetSocketAddress(request.address())).await();
        return new VertxServer(vertx, server);
    }

    private static void serve(NetSocket socket, ServerMode mode) {
        switch (mode) {
            case ECHO -> socket.handler(bytes -> answer(socket, bytes));
            case FRAMED -> socket.handler(new Frames(socket));
            case SINK -> socket.handler(bytes -> {});
        }
    }

    private static void answer(NetSocket socket, Buffer bytes) {
        socket.write(bytes);
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> socket.resume());
        }
    }

    @Override
    public int tcpPort() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private static final class Frames implements Handler<Buffer> {
        private final NetSocket socket;
        private final RecordParser parser = RecordParser.newFixed(Frame.LENGTH_BYTES);
        private @Nullable Buffer length;

        Frames(NetSocket socket) {
            this.socket = socket;
            parser.handler(this::record);
        }

        @Override
        public void handle(Buffer bytes) {
            parser.handle(bytes);
        }

        private void record(Buffer bytes) {
            if (length != null) {
                answer(socket, length.appendBuffer(bytes));
                length = null;
                parser.fixedSizeMode(Frame.LENGTH_BYTES);
                return;
            }
            int payloadBytes = Frame.bytes(bytes.getInt(0)) - Frame.LENGTH_BYTES;
            if (payloadBytes == 0) {
                answer(socket, bytes);
            } else {
                length = bytes;
                parser.fixedSizeMode(payloadBytes);
            }
        }
    }
}
