/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.linkport.LinkHandler;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.internal.engine.EngineRuntime;
import org.linkport.internal.engine.TimingWheel;
import org.linkport.internal.stats.Counter;

/** A listening channel: accepts on its worker, hands links to all workers, and never spins when it cannot. */
final class NioListener extends TimingWheel.Deadline implements Endpoint, EngineRuntime.Bound {
    private static final int RETRY_MILLIS = 100;

    private final NioRuntime runtime;
    private final NioWorker worker;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final ListenOptions options;
    private final LinkHandler.Factory handlers;
    private final LinkLimit limit;
    private SelectionKey key = NoKey.INSTANCE;

    private NioListener(
            NioRuntime runtime,
            NioWorker worker,
            ServerSocketChannel channel,
            ListenOptions options,
            LinkHandler.Factory handlers)
            throws IOException {
        this.runtime = runtime;
        this.worker = worker;
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.options = options;
        this.handlers = handlers;
        this.limit = runtime.limit().within(options.maxLinks());
    }

    static NioListener open(
            NioRuntime runtime,
            NioWorker worker,
            InetSocketAddress address,
            ListenOptions options,
            LinkHandler.Factory handlers) {
        try {
            ServerSocketChannel channel = newChannel(address, options);
            try {
                NioSocketOptions.setReceiveBuffer(channel, options.link().socket());
                if (options.sharedTcpPort()) {
                    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                }
                channel.bind(address, options.backlog());
                NioListener listener = new NioListener(runtime, worker, channel, options, handlers);
                worker.loop().post(listener::start, () -> worker.close(channel));
                return listener;
            } catch (IOException | RuntimeException e) {
                worker.close(channel);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw new ListenFailedException(address, NioErrors.ofListen(address, e), 0, e);
        }
    }

    private static ServerSocketChannel newChannel(InetSocketAddress address, ListenOptions options) throws IOException {
        return options.dualStack() || !address.getAddress().isAnyLocalAddress()
                ? ServerSocketChannel.open()
                : ServerSocketChannel.open(StandardProtocolFamily.INET);
    }

    private void start() {
        if (worker.isStopping() || !channel.isOpen()) {
            worker.close(channel);
            return;
        }
        try {
            key = worker.register(channel, SelectionKey.OP_ACCEPT);
            key.attach(this);
        } catch (IOException e) {
            worker.loop().counters().add(Counter.SYSTEM_ERRORS, 1);
            worker.close(channel);
        }
    }

    @Override
    public void ready(int readyOps) {
        for (int i = 0; i < options.acceptDepth(); i++) {
            if (!limit.tryTake()) {
                key.interestOps(0);
                limit.whenRoom(this::resumeFromAnywhere);
                return;
            }
            if (!acceptOne()) {
                limit.give();
                return;
            }
        }
    }

    /** Whether a connection was taken, whatever became of it. */
    private boolean acceptOne() {
        try {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return false;
            }
            place(accepted);
            return true;
        } catch (IOException e) {
            // Either that connection was reset, or handles ran out. Look again a little later, so as not to spin.
            worker.loop().counters().add(Counter.ACCEPTS_FAILED, 1);
            worker.loop().systemErrors().add(NioErrors.ofStream(e), 0, e);
            key.interestOps(0);
            worker.wheel().cancel(this);
            worker.wheel().schedule(this, worker.loop().now() + RETRY_MILLIS);
            return false;
        }
    }

    private void place(SocketChannel accepted) {
        NioWorker target = runtime.leastLoaded();
        target.placeTaken();
        if (target == worker) {
            worker.accepted(accepted, options.link(), limit, handlers);
        } else {
            target.loop()
                    .post(
                            () -> target.accepted(accepted, options.link(), limit, handlers),
                            () -> target.refuse(accepted, limit));
        }
    }

    private void resumeFromAnywhere() {
        worker.loop().post(this::expired, () -> {});
    }

    @Override
    protected void expired() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void stop(int drainMillis) {
        worker.wheel().cancel(this);
        worker.close(channel);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        worker.loop().post(() -> stop(0), () -> {});
    }
}
