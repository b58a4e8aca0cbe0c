/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
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
    private final CompletableFuture<Link> result = new CompletableFuture<>();

    ConnectRequest(WorkerLoop worker, InetSocketAddress address, ConnectOptions options, LinkHandler.Factory handlers) {
        this.worker = worker;
        this.address = address;
        this.options = options;
        this.handlers = handlers;
    }

    @Override
    void deliver() {
        worker.engineWorker().connect(this);
    }

    @Override
    void undeliverable() {
        failed(CloseReason.SHUTDOWN, 0, null);
    }

    /** Where to. */
    public InetSocketAddress address() {
        return address;
    }

    /** How. */
    public ConnectOptions options() {
        return options;
    }

    /** The engine has the link. Owner only. */
    public EngineLink succeeded(long id, Transport transport, InetSocketAddress local, InetSocketAddress remote) {
        EngineLink link = worker.register(id, transport, options.link(), local, remote);
        link.open(handlers, this);
        return link;
    }

    /** The program has opened the link, or has no handler for it. Where its callbacks run. */
    void opened(EngineLink link, @Nullable Throwable noHandler) {
        if (noHandler == null) {
            result.complete(link);
        } else {
            failed(CloseReason.HANDLER_ERROR, 0, noHandler);
        }
    }

    /** The engine has no link. Any thread. */
    public void failed(CloseReason reason, int osCode, @Nullable Throwable cause) {
        worker.count(Counter.CONNECTS_FAILED);
        result.completeExceptionally(new ConnectFailedException(address, reason, osCode, cause));
    }

    CompletableFuture<Link> result() {
        return result;
    }
}
