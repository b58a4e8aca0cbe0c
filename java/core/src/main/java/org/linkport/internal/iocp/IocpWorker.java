/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.LinkportOptions;
import org.linkport.Retained;
import org.linkport.SocketOptions;
import org.linkport.internal.engine.ConnectRequest;
import org.linkport.internal.engine.EngineWorker;
import org.linkport.internal.engine.KeptMemory;
import org.linkport.internal.engine.LinkId;
import org.linkport.internal.engine.WorkerLoop;
import org.linkport.internal.stats.Counter;
import org.linkport.internal.stats.Counters;

/** One worker of the native core: hands its commands over and takes its events, in one call. */
final class IocpWorker implements EngineWorker {
    private static final int EVENT_CAPACITY = 256;
    private static final int FOREVER = -1;
    private static final int FIRST_SLOTS = 64;

    private final IocpRuntime runtime;
    private final WorkerLoop loop;
    private final int index;
    private final IntConsumer onEvent = this::dispatch;
    private final Commands commands = new Commands(this::submit);
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(EVENT_CAPACITY * Abi.EVENT_BYTES).order(ByteOrder.nativeOrder());
    private final long eventsAddress = IocpNative.addressOf(events);
    private final ByteBuffer stats = ByteBuffer.allocateDirect(Abi.STATS_BYTES).order(ByteOrder.nativeOrder());
    private final long statsAddress = IocpNative.addressOf(stats);
    private final ByteBuffer levels = ByteBuffer.allocateDirect(Abi.STATS_BYTES).order(ByteOrder.nativeOrder());
    private final long levelsAddress = IocpNative.addressOf(levels);
    private final ReceiveMemory memory;
    private final AtomicInteger kept = new AtomicInteger();
    private final Map<Long, ConnectRequest> connects = new HashMap<>();
    /** Lent to connects; a program has few that differ. */
    private final Map<SocketOptions, ByteBuffer> socketRecords = new HashMap<>();

    private @Nullable IocpTransport[] bySlot = new IocpTransport[FIRST_SLOTS];
    private final Set<Long> dropped = new HashSet<>();
    private long nextConnect;
    private int lentChunk;
    private boolean stopped;
    private volatile boolean eventRoomUsedUp; // written when it changes only

    IocpWorker(IocpRuntime runtime, WorkerLoop loop, LinkportOptions options) {
        this.runtime = runtime;
        this.loop = loop;
        this.index = loop.index();
        this.memory = runtime.memory(index);
    }

    Commands commands() {
        return commands;
    }

    @Override
    public int bind(int processor) {
        int group = processor / Long.SIZE;
        long result = IocpNative.bindThread(group, 1L << processor % Long.SIZE);
        if (result < 0) {
            throw new IllegalArgumentException("affinity[" + index + "] is " + processor
                    + " and must be a processor of this machine: " + NativeFailure.of(result));
        }
        return group * Long.SIZE + Long.numberOfTrailingZeros(IocpNative.threadMask(group));
    }

    @Override
    public int step(long waitMillis) {
        int count = call(EVENT_CAPACITY, waitMillis > Integer.MAX_VALUE ? FOREVER : (int) waitMillis);
        loop.waitOver();
        if (eventRoomUsedUp != (count == EVENT_CAPACITY)) {
            eventRoomUsedUp = !eventRoomUsedUp;
        }
        loop.dispatchAll(count, onEvent);
        return count;
    }

    private void submit() {
        call(0, 0);
    }

    private int call(int eventMax, int timeoutMillis) {
        int result = IocpNative.step(
                runtime.port(), index, commands.address(), commands.take(), eventsAddress, eventMax, timeoutMillis);
        if (result < 0) {
            throw new IllegalStateException("a step failed: " + IocpNative.statusText(-result));
        }
        return result;
    }

    private void dispatch(int index) {
        int at = index * Abi.EVENT_BYTES;
        long link = events.getLong(at + Abi.EVENT_LINK);
        int kind = events.getInt(at + Abi.EVENT_KIND);
        if (!dropped.isEmpty() && isOfDropped(link, kind)) {
            return;
        }
        switch (kind) {
            case Abi.RECEIVED -> received(link, at);
            case Abi.SENT ->
                transport(link).link().sent(events.getLong(at + Abi.EVENT_DATA), events.getInt(at + Abi.EVENT_SIZE));
            case Abi.RECEIVE_END -> transport(link).link().receiveEnded();
            case Abi.ACCEPTED -> accepted(link, at);
            case Abi.CONNECTED -> connected(link, at);
            case Abi.CONNECT_FAILED -> connect(at).failed(reason(at), events.getInt(at + Abi.EVENT_OS_CODE), null);
            case Abi.CLOSED -> closed(link, at);
            case Abi.LISTENER_CLOSED -> runtime.listenerClosed(events.getLong(at + Abi.EVENT_COOKIE));
            case Abi.STOPPED -> stopped();
            case Abi.STOP_OVERDUE -> stopOverdue(at);
            default -> loop.counters().add(Counter.SYSTEM_ERRORS, 1);
        }
    }

    /** Connections that came too late are links to the core, until it has closed them. */
    private boolean isOfDropped(long link, int kind) {
        return kind == Abi.CLOSED ? dropped.remove(link) : dropped.contains(link);
    }

    private void received(long link, int at) {
        lentChunk = events.getInt(at + Abi.EVENT_CHUNK);
        transport(link).link().received(memory.view(lentChunk, events.getInt(at + Abi.EVENT_SIZE)));
    }

    private void accepted(long link, int at) {
        IocpListener listener = runtime.listener(events.getLong(at + Abi.EVENT_COOKIE));
        IocpTransport transport = add(link);
        InetSocketAddress local = AddressRecord.read(events, at + Abi.EVENT_LOCAL);
        InetSocketAddress peer = AddressRecord.read(events, at + Abi.EVENT_PEER);
        transport.opened(loop.opened(link, transport, listener.handlers(), listener.linkOptions(), local, peer));
    }

    private void connected(long link, int at) {
        ConnectRequest request = connect(at);
        if (!request.isWon()) {
            dropped.add(link);
            commands.add(Abi.ABORT, link, Reasons.number(CloseReason.LOCAL_ABORT), 0, 0);
            return;
        }
        IocpTransport transport = add(link);
        InetSocketAddress local = AddressRecord.read(events, at + Abi.EVENT_LOCAL);
        InetSocketAddress peer = AddressRecord.read(events, at + Abi.EVENT_PEER);
        transport.opened(request.succeeded(link, transport, local, peer));
    }

    private ConnectRequest connect(int at) {
        long cookie = events.getLong(at + Abi.EVENT_COOKIE);
        ConnectRequest request = connects.remove(cookie);
        if (request == null) {
            throw new IllegalStateException("no connect has the cookie " + cookie);
        }
        return request;
    }

    private void closed(long id, int at) {
        IocpTransport transport = transport(id);
        bySlot[LinkId.slot(id)] = null;
        transport.link().closed(reason(at), events.getInt(at + Abi.EVENT_OS_CODE));
    }

    private CloseReason reason(int at) {
        return Reasons.of(events.getInt(at + Abi.EVENT_STATUS));
    }

    private void stopped() {
        stopped = true;
        // Connects that callbacks of this very step asked for: the core will not see them any more.
        connects.values().forEach(request -> request.failed(CloseReason.SHUTDOWN, 0, null));
        connects.clear();
    }

    private void stopOverdue(int at) {
        loop.stopOverdue(
                events.getLong(at + Abi.EVENT_DATA), Integer.toUnsignedLong(events.getInt(at + Abi.EVENT_SIZE)));
    }

    private IocpTransport add(long id) {
        int slot = LinkId.slot(id);
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
        }
        IocpTransport transport = new IocpTransport(this, id);
        bySlot[slot] = transport;
        return transport;
    }

    private IocpTransport transport(long id) {
        IocpTransport transport = bySlot[LinkId.slot(id)];
        if (transport == null || transport.id() != id) {
            throw new IllegalStateException("an event names a link that is not open: " + Long.toHexString(id));
        }
        return transport;
    }

    @Override
    public void wake() {
        runtime.wake(index);
    }

    @Override
    public void connect(ConnectRequest request) {
        long cookie = nextConnect++;
        connects.put(cookie, request);
        request.onCancel(() -> commands.add(Abi.CANCEL_CONNECT, 0, 0, cookie, 0)); // its failure still comes
        SocketOptions socket = request.options().link().socket();
        int flags = socket.noDelay() ? 0 : Abi.NAGLE;
        commands.addConnect(
                request.target(),
                request.options().localAddress(),
                request.options().timeoutMillis(),
                flags,
                cookie,
                IocpNative.addressOf(socketRecords.computeIfAbsent(socket, SocketRecord::of)));
    }

    Retained retain(ByteBuffer data) {
        commands.add(Abi.RETAIN, 0, 0, lentChunk, 0);
        kept.getAndIncrement();
        int chunk = lentChunk;
        return new KeptMemory(data, () -> release(chunk));
    }

    /** Any thread. */
    private void release(int chunk) {
        kept.getAndDecrement();
        loop.post(() -> commands.add(Abi.RELEASE, 0, 0, chunk, 0), () -> {});
    }

    @Override
    public void stop(int drainMillis) {
        commands.add(Abi.STOP, 0, 0, 0, drainMillis);
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    /** Whether input of some link may be waiting: for the next step, or for a chunk. Any thread. */
    boolean mayHaveUnreadInput() {
        return eventRoomUsedUp || freeChunks() == 0;
    }

    /** Rarely asked, so the memory may be locked. */
    private long freeChunks() {
        synchronized (levels) {
            return runtime.readStats(index, levelsAddress) ? levels.getLong(Abi.STATS_CHUNKS_FREE) : 0;
        }
    }

    @Override
    public void updateCounters() {
        Counters counters = loop.counters();
        counters.set(Counter.RECEIVE_CHUNKS_OUT, kept.get());
        if (!runtime.readStats(index, statsAddress)) {
            return; // the port is gone, and what it counted was read when its last worker ended
        }
        counters.set(Counter.ACCEPTS_FAILED, stats.getLong(Abi.STATS_ACCEPTS_FAILED));
        counters.set(
                Counter.SYSTEM_RECEIVES, stats.getLong(Abi.STATS_READS) + stats.getLong(Abi.STATS_RECEIVES_FILLED));
        counters.set(
                Counter.SYSTEM_SENDS, stats.getLong(Abi.STATS_SENDS_POSTED) + stats.getLong(Abi.STATS_SENDS_INLINE));
        counters.set(Counter.ENGINE_ERRORS, stats.getLong(Abi.STATS_UNEXPECTED));
    }
}
