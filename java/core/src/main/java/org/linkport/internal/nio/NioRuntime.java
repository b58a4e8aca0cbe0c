/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.LinkHandler;
import org.linkport.LinkportOptions;
import org.linkport.ListenOptions;
import org.linkport.SocketOptions;
import org.linkport.internal.engine.EngineFile;
import org.linkport.internal.engine.EngineRuntime;
import org.linkport.internal.engine.EngineWorker;
import org.linkport.internal.engine.WorkerLoop;

/** The NIO engine of one Linkport. */
public final class NioRuntime implements EngineRuntime {
    private final LinkportOptions options;
    private final LinkLimit limit;
    private final Set<SocketOption<?>> supported = supportedOptions();
    private final List<NioWorker> workers = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private NioRuntime(LinkportOptions options) {
        this.options = options;
        this.limit = new LinkLimit(options.maxLinks());
    }

    private static Set<SocketOption<?>> supportedOptions() {
        try (SocketChannel channel = SocketChannel.open()) {
            return channel.supportedOptions();
        } catch (IOException e) {
            throw new EngineUnavailableException("cannot open a socket: " + e.getMessage(), e);
        }
    }

    /**
     * Always available.
     *
     * @throws UnsupportedOperationException if workers are to be bound to processors
     */
    public static EngineRuntime open(LinkportOptions options) {
        List<Integer> affinity = options.eachWorker().affinity();
        if (!affinity.isEmpty()) {
            throw new UnsupportedOperationException("affinity is " + affinity
                    + " and must be left out on Engine.NIO: Java binds no thread to a processor, Engine.IOCP can");
        }
        return new NioRuntime(options);
    }

    @Override
    public Engine engine() {
        return Engine.NIO;
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return 0;
    }

    @Override
    public @Nullable String refusal(SocketOptions asked) {
        return NioSocketOptions.refusal(asked, supported);
    }

    @Override
    public EngineFile openFile(Path path) throws IOException {
        return NioFile.open(path);
    }

    @Override
    public boolean canShareTcpPorts() {
        return supported.contains(StandardSocketOptions.SO_REUSEPORT);
    }

    @Override
    public EngineWorker worker(WorkerLoop loop) {
        try {
            NioWorker worker = new NioWorker(this, loop, options);
            workers.add(worker);
            return worker;
        } catch (IOException e) {
            throw new EngineUnavailableException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    @Override
    public Bound listen(InetSocketAddress address, ListenOptions listenOptions, LinkHandler.Factory handlers) {
        return NioListener.open(this, nextWorker(), address, listenOptions, handlers);
    }

    private NioWorker nextWorker() {
        return workers.get(Math.floorMod(next.getAndIncrement(), workers.size()));
    }

    /** The worker with the fewest links; among equals they take turns. */
    NioWorker leastLoaded() {
        int start = next.getAndIncrement();
        NioWorker least = workers.get(Math.floorMod(start, workers.size()));
        for (int i = 1; i < workers.size(); i++) {
            NioWorker other = workers.get(Math.floorMod(start + i, workers.size()));
            if (other.load() < least.load()) {
                least = other;
            }
        }
        return least;
    }

    LinkLimit limit() {
        return limit;
    }

    @Override
    public void close() {
        workers.forEach(NioWorker::close);
    }
}
