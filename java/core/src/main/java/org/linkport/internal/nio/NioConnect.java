/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.internal.engine.ConnectRequest;
import org.linkport.internal.engine.TimingWheel;

/** A connect in progress. Owner only. */
final class NioConnect extends TimingWheel.Deadline implements Endpoint {
    private final NioWorker worker;
    private final ConnectRequest request;
    private final SocketChannel channel;

    private NioConnect(NioWorker worker, ConnectRequest request, SocketChannel channel) {
        this.worker = worker;
        this.request = request;
        this.channel = channel;
    }

    static void start(NioWorker worker, ConnectRequest request) {
        if (worker.isStopping()) {
            request.failed(CloseReason.SHUTDOWN, 0, null);
        } else if (!worker.runtime().limit().tryTake()) {
            request.failed(CloseReason.LIMIT, 0, null);
        } else {
            open(worker, request);
        }
    }

    private static void open(NioWorker worker, ConnectRequest request) {
        worker.placeTaken();
        try {
            new NioConnect(worker, request, SocketChannel.open()).begin();
        } catch (IOException e) {
            worker.placeFree(worker.runtime().limit());
            request.failed(NioErrors.ofConnect(e), 0, e);
        }
    }

    private void begin() {
        try {
            worker.register(channel, SelectionKey.OP_CONNECT).attach(this);
            NioSocketOptions.setReceiveBuffer(channel, request.options().link().socket());
            InetSocketAddress local = request.options().localAddress();
            if (local != null) {
                channel.bind(local);
            }
            request.onCancel(this::cancelled);
            long deadline = worker.loop().now() + request.options().timeoutMillis();
            worker.wheel().schedule(this, deadline);
            if (channel.connect(request.target())) {
                connected();
            }
        } catch (IOException | RuntimeException e) {
            failed(NioErrors.ofConnect(e), e);
        }
    }

    @Override
    public void ready(int readyOps) {
        try {
            if (channel.finishConnect()) {
                connected();
            }
        } catch (IOException e) {
            failed(NioErrors.ofConnect(e), e);
        }
    }

    private void connected() throws IOException {
        worker.wheel().cancel(this);
        if (!request.isWon()) {
            worker.refuse(channel, worker.runtime().limit());
            return;
        }
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        worker.adopt(
                channel,
                request.options().link(),
                worker.runtime().limit(),
                t -> request.succeeded(t.id(), t, local, remote));
    }

    @Override
    protected void expired() {
        failed(CloseReason.CONNECT_TIMEOUT, null);
    }

    @Override
    public void stop(int drainMillis) {
        failed(CloseReason.SHUTDOWN, null);
    }

    private void cancelled() {
        worker.wheel().cancel(this);
        worker.refuse(channel, worker.runtime().limit());
    }

    private void failed(CloseReason reason, @Nullable Exception cause) {
        worker.wheel().cancel(this);
        worker.refuse(channel, worker.runtime().limit());
        request.failed(reason, 0, cause);
    }
}
