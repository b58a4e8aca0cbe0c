/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.LinkportOptions;
import org.linkport.internal.engine.ConnectRequest;
import org.linkport.internal.engine.EngineLink;
import org.linkport.internal.engine.EngineWorker;
import org.linkport.internal.engine.TimingWheel;
import org.linkport.internal.engine.WorkerLoop;
import org.linkport.internal.stats.Counter;

/** One selector: turns readiness into the events of the engine interface. */
final class NioWorker implements EngineWorker {
    private static final int GATHER_BUFFERS = 64;
    private static final int DISCARD_BYTES = 16 << 10;

    private final NioRuntime runtime;
    private final WorkerLoop loop;
    private final Selector selector;
    private final SlotTable slots;
    private final ReceiveChunks chunks;
    private final ByteBuffer[] gather = new ByteBuffer[GATHER_BUFFERS];
    private final Consumer<SelectionKey> onReady = this::dispatch;
    private final ByteBuffer discard = ByteBuffer.allocateDirect(DISCARD_BYTES);
    private final ArrayDeque<NioTransport> starved = new ArrayDeque<>();
    private final AtomicInteger load = new AtomicInteger();
    private int endpoints;
    private boolean stopping;

    NioWorker(NioRuntime runtime, WorkerLoop loop, LinkportOptions options) throws IOException {
        this.runtime = runtime;
        this.loop = loop;
        this.selector = Selector.open();
        this.slots = new SlotTable(loop.index());
        this.chunks = new ReceiveChunks(options.receiveChunkBytes(), options.receiveChunks(), this::chunkReturned);
    }

    @Override
    public int step(long waitMillis) throws IOException {
        // Once nothing is left to wait for, only the keys of closed channels still have to go.
        if (waitMillis == 0 || (stopping && endpoints == 0)) {
            return selector.selectNow(onReady);
        }
        // Zero means for ever here.
        return selector.select(onReady, waitMillis == Long.MAX_VALUE ? 0 : waitMillis);
    }

    private void dispatch(SelectionKey key) {
        loop.waitOver();
        try {
            if (key.isValid()) {
                ((Endpoint) key.attachment()).ready(key.readyOps());
            }
        } catch (Throwable failure) {
            loop.eventFailed(failure);
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void connect(ConnectRequest request) {
        NioConnect.start(this, request);
    }

    @Override
    public void stop(int drainMillis) {
        stopping = true;
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.isValid()) {
                ((Endpoint) key.attachment()).stop(drainMillis);
            }
        }
    }

    /** Before a channel is used: a flag that a callback left behind would close it, and a file for every link. */
    static void clearInterrupt() {
        boolean unused = Thread.interrupted();
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public boolean isStopped() {
        return stopping && selector.keys().isEmpty();
    }

    @Override
    public void updateCounters() {
        loop.counters().set(Counter.RECEIVE_CHUNKS_OUT, chunks.kept());
    }

    /** The endpoint is attached by the caller. A channel that is registered already keeps its key. */
    SelectionKey register(SelectableChannel channel, int ops) throws IOException {
        boolean known = channel.keyFor(selector) != null;
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, ops);
        if (!known) {
            endpoints++;
        }
        return key;
    }

    /** Makes a link of a connected channel; {@code opened} tells the layer above. The caller has taken its place. */
    void adopt(SocketChannel channel, LinkOptions options, LinkLimit limit, Function<NioTransport, EngineLink> opened)
            throws IOException {
        NioSocketOptions.set(channel, options.socket());
        SelectionKey key = register(channel, SelectionKey.OP_READ);
        NioTransport transport = new NioTransport(this, channel, key, slots.take(), limit);
        key.attach(transport);
        transport.open(opened);
    }

    /** A channel accepted by this or another worker, which took a place for it here. */
    void accepted(SocketChannel channel, LinkOptions options, LinkLimit limit, LinkHandler.Factory handlers) {
        if (stopping) {
            refuse(channel, limit);
            return;
        }
        try {
            InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            adopt(channel, options, limit, t -> loop.opened(t.id(), t, handlers, options, local, remote));
        } catch (IOException e) {
            // The peer reset before we looked.
            loop.counters().add(Counter.ACCEPTS_FAILED, 1);
            loop.systemErrors().add(NioErrors.ofStream(e), 0, e);
            refuse(channel, limit);
        }
    }

    /** Takes a place that {@link LinkLimit} granted. Any thread. */
    void placeTaken() {
        load.getAndIncrement();
    }

    /** Gives a place back. Any thread. */
    void placeFree(LinkLimit limit) {
        load.getAndDecrement();
        limit.give();
    }

    /** Drops a channel that became no link. */
    void refuse(SocketChannel channel, LinkLimit limit) {
        close(channel);
        placeFree(limit);
    }

    /** A link has ended. */
    void released(long id, LinkLimit limit) {
        slots.give(id);
        placeFree(limit);
    }

    /** Any thread for a channel that was never registered here, else owner only. */
    void close(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.attachment() != null) { // still there if the channel closed itself, as after a refusal
            key.attach(null);
            endpoints--;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The handle is gone all the same.
            loop.counters().addFromAnyThread(Counter.SYSTEM_ERRORS);
            loop.systemErrors().add(CloseReason.OS_ERROR, 0, e);
        }
    }

    @Nullable
    ByteBuffer readChunk() {
        return chunks.current();
    }

    /** Where to read what nobody wants; a link that drains does not wait for a chunk. */
    ByteBuffer discardChunk() {
        return discard.clear();
    }

    /** Has a link read when a chunk comes back. */
    void readLater(NioTransport transport) {
        starved.add(transport);
    }

    void forgetReadLater(NioTransport transport) {
        starved.remove(transport);
    }

    private void chunkReturned() {
        if (loop.isCurrentThread()) {
            readStarved();
        } else {
            loop.post(this::readStarved, () -> {});
        }
    }

    private void readStarved() {
        for (int i = starved.size(); i > 0; i--) {
            starved.remove().fed();
        }
    }

    ReceiveChunks chunks() {
        return chunks;
    }

    ByteBuffer[] gather() {
        return gather;
    }

    TimingWheel wheel() {
        return loop.wheel();
    }

    WorkerLoop loop() {
        return loop;
    }

    NioRuntime runtime() {
        return runtime;
    }

    int load() {
        return load.get();
    }

    /** After the worker has ended, or instead of starting it. */
    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a selector failed", e);
        }
    }
}
