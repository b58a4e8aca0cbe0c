/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.LinkHandler;
import org.linkport.LinkportOptions;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.SocketOptions;
import org.linkport.internal.engine.EngineFile;
import org.linkport.internal.engine.EngineRuntime;
import org.linkport.internal.engine.EngineWorker;
import org.linkport.internal.engine.WorkerLoop;

/** The IOCP engine of one Linkport. */
public final class IocpRuntime implements EngineRuntime {
    private final LinkportOptions options;
    private final ReceiveMemory[] memories;
    private final Map<Long, IocpListener> listeners = new ConcurrentHashMap<>();
    private final AtomicLong nextCookie = new AtomicLong();
    /** Calls of other threads hold the read half, so that the port cannot go away under them. */
    private final StampedLock alive = new StampedLock();

    private long port;

    private IocpRuntime(LinkportOptions options) {
        this.options = options;
        this.memories = new ReceiveMemory[options.workers()];
        ByteBuffer addresses =
                ByteBuffer.allocateDirect(Long.BYTES * memories.length).order(ByteOrder.nativeOrder());
        for (int i = 0; i < memories.length; i++) {
            memories[i] = new ReceiveMemory(options.receiveChunkBytes(), options.receiveChunks());
            addresses.putLong(i * Long.BYTES, memories[i].address());
        }
        long created = IocpNative.create(
                options.workers(),
                options.maxLinks(),
                options.receiveChunkBytes(),
                options.receiveChunks(),
                IocpNative.addressOf(addresses),
                Boolean.getBoolean(NativeLibrary.NEVER_SKIP) ? Abi.NEVER_SKIP : 0);
        if (created < 0) {
            throw new EngineUnavailableException("cannot create a port: " + NativeFailure.of(created), null);
        }
        port = created;
    }

    /**
     * Loads the native library and creates a port.
     *
     * @throws EngineUnavailableException with every attempt to load the library, or the cause that no port could be made
     */
    public static EngineRuntime open(LinkportOptions options) {
        NativeLibrary.load();
        return new IocpRuntime(options);
    }

    @Override
    public Engine engine() {
        return Engine.IOCP;
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return IocpNative.addressOf(direct);
    }

    @Override
    public @Nullable String refusal(SocketOptions asked) {
        return SocketRecord.refusal(asked);
    }

    @Override
    public EngineFile openFile(Path path) throws IOException {
        return IocpFile.open(path);
    }

    @Override
    public boolean canShareTcpPorts() {
        return false; // SO_REUSEADDR of Windows lets one socket take another's connections, by no rule
    }

    @Override
    public EngineWorker worker(WorkerLoop loop) {
        return new IocpWorker(this, loop, options);
    }

    /** The native handle; for threads of the workers, which end before it does. */
    long port() {
        return port;
    }

    ReceiveMemory memory(int worker) {
        return memories[worker];
    }

    @Override
    public Bound listen(InetSocketAddress address, ListenOptions listenOptions, LinkHandler.Factory handlers) {
        long cookie = nextCookie.getAndIncrement();
        IocpListener listener = new IocpListener(this, address, listenOptions, handlers);
        listeners.put(cookie, listener); // a link may be accepted before the call below returns
        ByteBuffer records = ByteBuffer.allocateDirect(2 * Abi.ADDRESS_BYTES).order(ByteOrder.nativeOrder());
        AddressRecord.write(records, 0, address);
        long result = listen(cookie, listenOptions, IocpNative.addressOf(records));
        if (result < 0) {
            listeners.remove(cookie);
            NativeFailure failure = NativeFailure.of(result);
            throw new ListenFailedException(address, reason(failure.status()), failure.osCode(), null);
        }
        listener.bound(result, AddressRecord.read(records, Abi.ADDRESS_BYTES));
        return listener;
    }

    private long listen(long cookie, ListenOptions listenOptions, long address) {
        long stamp = alive.readLock();
        try {
            if (port == 0) {
                return -((long) Abi.STOPPING << 32);
            }
            int flags = (listenOptions.dualStack() ? Abi.DUAL_STACK : 0)
                    | (listenOptions.link().socket().noDelay() ? 0 : Abi.NAGLE);
            int worker = (int) (cookie % memories.length);
            ByteBuffer socket = SocketRecord.of(listenOptions.link().socket());
            try {
                return IocpNative.listen(
                        port,
                        worker,
                        address,
                        listenOptions.acceptDepth(),
                        listenOptions.backlog(),
                        flags,
                        listenOptions.maxLinks(),
                        cookie,
                        IocpNative.addressOf(socket),
                        address + Abi.ADDRESS_BYTES);
            } finally {
                Reference.reachabilityFence(socket);
            }
        } finally {
            alive.unlockRead(stamp);
        }
    }

    private static ListenFailedException.Reason reason(int status) {
        return switch (status) {
            case Abi.ADDRESS_IN_USE -> ListenFailedException.Reason.ADDRESS_IN_USE;
            case Abi.ADDRESS_NOT_LOCAL -> ListenFailedException.Reason.ADDRESS_NOT_LOCAL;
            case Abi.ACCESS_DENIED -> ListenFailedException.Reason.ACCESS_DENIED;
            case Abi.UNSUPPORTED -> ListenFailedException.Reason.UNSUPPORTED;
            case Abi.NO_MEMORY, Abi.NO_RESOURCES -> ListenFailedException.Reason.NO_RESOURCES;
            case Abi.STOPPING -> ListenFailedException.Reason.SHUTDOWN;
            default -> ListenFailedException.Reason.OS_ERROR;
        };
    }

    IocpListener listener(long cookie) {
        IocpListener listener = listeners.get(cookie);
        if (listener == null) {
            throw new IllegalStateException("no listener has the cookie " + cookie);
        }
        return listener;
    }

    void listenerClosed(long cookie) {
        listeners.remove(cookie);
    }

    void wake(int worker) {
        long stamp = alive.readLock();
        try {
            if (port != 0) {
                IocpNative.wake(port, worker);
            }
        } finally {
            alive.unlockRead(stamp);
        }
    }

    /** False if the port is gone. */
    boolean readStats(int worker, long statsOut) {
        long stamp = alive.readLock();
        try {
            return port != 0 && IocpNative.stats(port, worker, statsOut) == 0;
        } finally {
            alive.unlockRead(stamp);
        }
    }

    void closeListener(long id) {
        long stamp = alive.readLock();
        try {
            if (port != 0) {
                IocpNative.closeListener(port, id);
            }
        } finally {
            alive.unlockRead(stamp);
        }
    }

    @Override
    public void close() {
        long stamp = alive.writeLock();
        try {
            if (port == 0) {
                return;
            }
            int status = IocpNative.destroy(port);
            port = 0;
            if (status != 0) {
                throw new IllegalStateException("destroying the port failed: " + IocpNative.statusText(status));
            }
        } finally {
            alive.unlockWrite(stamp);
        }
    }
}
