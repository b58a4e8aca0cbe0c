/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.internal.stats.Counter;

/** One connect, from the call to its link or its failure. */
public final class ConnectRequest extends Mail {
    private final WorkerLoop worker;
    private final InetSocketAddress address;
    private final ConnectOptions options;
    private final LinkHandler.Factory handlers;
    private final @Nullable ConnectRace race;
    private final CompletableFuture<Link> result = new CompletableFuture<>();

    /* owner thread, while a race is on */
    private boolean cancelled;
    private @Nullable Runnable whenCancelled;

    /** @param race that it is an attempt of, or null if it is all there is */
    ConnectRequest(
            WorkerLoop worker,
            InetSocketAddress address,
            ConnectOptions options,
            LinkHandler.Factory handlers,
            @Nullable ConnectRace race) {
        this.worker = worker;
        this.address = address;
        this.options = options;
        this.handlers = handlers;
        this.race = race;
    }

    @Override
    void deliver() {
        if (address.getPort() == 0) {
            failed(CloseReason.ADDRESS, 0, null); // Windows says so, elsewhere it may be refused
        } else {
            worker.engineWorker().connect(this);
        }
    }

    @Override
    void undeliverable() {
        failed(CloseReason.SHUTDOWN, 0, null);
    }

    /** Where to, as it was asked for. */
    InetSocketAddress address() {
        return address;
    }

    /**
     * Where the engine connects to. The wildcard means this machine: java.nio takes it so, while Windows knows no such
     * address to connect to (WSAEADDRNOTAVAIL, in its documentation of ConnectEx).
     */
    public InetSocketAddress target() {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(loopback(address.getAddress()), address.getPort())
                : address;
    }

    private static InetAddress loopback(InetAddress family) {
        byte[] bytes = new byte[family.getAddress().length];
        bytes[0] = (byte) (bytes.length == 4 ? 127 : 0);
        bytes[bytes.length - 1] = 1;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes are an address
        }
    }

    /** How. */
    public ConnectOptions options() {
        return options;
    }

    /** The engine has the connection. False if nobody wants it any more: the engine drops it. Owner only. */
    public boolean isWon() {
        return !cancelled && (race == null || race.wins(this));
    }

    /** What the engine does to end the attempt early, if it can. Owner only. */
    public void onCancel(Runnable action) {
        whenCancelled = action;
    }

    /** Nobody wants it any more; it will not be told of. Owner only. */
    void cancel() {
        cancelled = true;
        if (whenCancelled != null) {
            whenCancelled.run();
        }
    }

    /** The engine has the link, after {@link #isWon}. Owner only. */
    public EngineLink succeeded(long id, Transport transport, InetSocketAddress local, InetSocketAddress remote) {
        EngineLink link = worker.connected(id, transport, options.link(), local, remote);
        link.open(handlers, this);
        return link;
    }

    /** Whom the end of its link is told to, or null. */
    ConnectRace.@Nullable LinkEnd linkEnded() {
        return race == null ? null : race.linkEnded();
    }

    /** The program has opened the link, or has no handler for it. Where its callbacks run. */
    void opened(EngineLink link, @Nullable Throwable noHandler) {
        if (race != null) {
            race.opened(link, noHandler);
        } else if (noHandler == null) {
            result.complete(link);
        } else {
            failed(CloseReason.HANDLER_ERROR, 0, noHandler);
        }
    }

    /** The engine has no link. Any thread. */
    public void failed(CloseReason reason, int osCode, @Nullable Throwable cause) {
        if (!cancelled && (osCode != 0 || cause instanceof IOException)) {
            worker.systemErrors().add(reason, osCode, cause);
        }
        ConnectFailedException failure = new ConnectFailedException(address, reason, osCode, cause);
        if (race == null) {
            worker.count(Counter.CONNECTS_FAILED);
            result.completeExceptionally(failure);
        } else if (!cancelled) {
            race.failed(this, failure);
        }
    }

    CompletableFuture<Link> result() {
        return result;
    }
}
