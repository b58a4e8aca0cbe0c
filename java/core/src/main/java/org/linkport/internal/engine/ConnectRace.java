/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.internal.stats.Counter;

/**
 * One connect over several addresses (Happy Eyeballs, RFC 8305): a further one is tried when the last has failed or has
 * had its time, beside those that still run; the first that connects wins, and the others are dropped unseen. All of it
 * on one worker, but the resolving; owner only, but {@link #start}.
 */
final class ConnectRace extends TimingWheel.Deadline implements Stoppables.Stoppable {
    private final WorkerLoop worker;
    private final List<InetSocketAddress> asked;
    private final ConnectOptions options;
    private final LinkHandler.Factory handlers;
    private final @Nullable LinkEnd linkEnded;
    private final CompletableFuture<Link> result = new CompletableFuture<>();

    private final ArrayDeque<InetSocketAddress> left = new ArrayDeque<>();
    private final List<ConnectRequest> running = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final TimingWheel.Deadline timeout = new TimingWheel.Deadline() {
        @Override
        protected void expired() {
            timedOut();
        }
    };
    private long timeoutAtMillis;
    private boolean over;
    private @Nullable ConnectRequest winner;

    /** Whom the end of the link that was made is told to. */
    @FunctionalInterface
    interface LinkEnd {
        /** After its last callback, where that was. */
        void ended(EngineLink link, CloseReason reason);
    }

    /** @param linkEnded told after the last callback of the link, where that was; or null */
    ConnectRace(
            WorkerLoop worker,
            List<InetSocketAddress> asked,
            ConnectOptions options,
            LinkHandler.Factory handlers,
            @Nullable LinkEnd linkEnded) {
        this.worker = worker;
        this.asked = asked;
        this.options = options;
        this.handlers = handlers;
        this.linkEnded = linkEnded;
    }

    CompletableFuture<Link> result() {
        return result;
    }

    /** Any thread. */
    void start() {
        worker.post(this::begin, this::stopping);
    }

    private void begin() {
        if (!worker.stopLater(this)) {
            stopping();
            return;
        }
        timeoutAtMillis = worker.now() + options.timeoutMillis();
        worker.wheel().schedule(timeout, timeoutAtMillis);
        if (asked.stream().anyMatch(InetSocketAddress::isUnresolved)) {
            Resolution.of(asked, options.resolver(), found -> worker.post(() -> resolved(found), () -> {}));
        } else {
            resolved(new Resolution(asked, List.of()));
        }
    }

    private void resolved(Resolution found) {
        if (over) {
            return;
        }
        failures.addAll(found.failures());
        left.addAll(found.addresses());
        if (left.isEmpty()) {
            fail(CloseReason.UNRESOLVED, 0);
        } else {
            tryNext();
        }
    }

    private void tryNext() {
        worker.wheel().cancel(this);
        InetSocketAddress address = left.remove();
        int millis = (int) Math.max(1, timeoutAtMillis - worker.now());
        ConnectRequest request = new ConnectRequest(worker, address, options.withTimeoutMillis(millis), handlers, this);
        running.add(request);
        request.deliver(); // may fail at once, and try the next one by that
        if (!over && !left.isEmpty() && running.contains(request)) {
            worker.wheel().cancel(this);
            worker.wheel().schedule(this, worker.now() + options.attemptDelayMillis());
        }
    }

    /** The last address had its time. */
    @Override
    protected void expired() {
        if (!over && !left.isEmpty()) {
            tryNext();
        }
    }

    /** An attempt made no link. */
    void failed(ConnectRequest request, ConnectFailedException failure) {
        running.remove(request);
        failures.add(failure);
        if (request == winner) { // it had connected, and could not be made a link
            fail(failure.reason(), failure.osCode());
        }
        if (over) {
            return;
        }
        if (failure.reason() == CloseReason.SHUTDOWN) {
            fail(CloseReason.SHUTDOWN, 0);
        } else if (!left.isEmpty()) {
            tryNext();
        } else if (running.isEmpty()) {
            fail(failure.reason(), failure.osCode());
        }
    }

    /** An attempt has connected. False if it came too late. */
    boolean wins(ConnectRequest request) {
        if (over) {
            return false;
        }
        running.remove(request);
        winner = request;
        end();
        return true;
    }

    @Nullable
    LinkEnd linkEnded() {
        return linkEnded;
    }

    /** The winner has its handler, or none. Where its callbacks run. */
    void opened(EngineLink link, @Nullable Throwable noHandler) {
        if (noHandler == null) {
            result.complete(link);
        } else {
            worker.count(Counter.CONNECTS_FAILED);
            result.completeExceptionally(
                    new ConnectFailedException(link.remoteAddress(), CloseReason.HANDLER_ERROR, 0, noHandler));
        }
    }

    private void timedOut() {
        for (ConnectRequest late : running) {
            failures.add(new ConnectFailedException(late.address(), CloseReason.CONNECT_TIMEOUT, 0, null));
        }
        fail(CloseReason.CONNECT_TIMEOUT, 0);
    }

    /** Nobody wants it any more. */
    void cancel() {
        if (!over) {
            fail(CloseReason.LOCAL_ABORT, 0);
        }
    }

    @Override
    public void stopping() {
        if (!over) {
            fail(CloseReason.SHUTDOWN, 0);
        }
    }

    private void fail(CloseReason reason, int osCode) {
        end();
        worker.count(Counter.CONNECTS_FAILED);
        Throwable last = failures.isEmpty() ? null : failures.get(failures.size() - 1);
        ConnectFailedException failure =
                new ConnectFailedException(asked.get(0), reason, osCode, last == null ? null : last.getCause());
        failures.forEach(failure::addSuppressed);
        result.completeExceptionally(failure);
    }

    private void end() {
        over = true;
        worker.stopped(this);
        worker.wheel().cancel(this);
        worker.wheel().cancel(timeout);
        List.copyOf(running).forEach(ConnectRequest::cancel);
        running.clear();
        left.clear();
    }
}
