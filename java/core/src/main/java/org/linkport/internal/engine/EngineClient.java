/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.linkport.Client;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.ReconnectPolicy;

/** A client above both engines. It lives on one worker, and so do all its links. */
final class EngineClient extends TimingWheel.Deadline implements Client, Stoppables.Stoppable {
    private final WorkerLoop worker;
    private final List<InetSocketAddress> addresses;
    private final ConnectOptions options;
    private final ReconnectPolicy policy;
    private final Events events;
    private final LinkHandler.Factory handlers;

    /* any thread */
    private volatile @Nullable Link link;
    private final AtomicLong linkCount = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /* owner thread */
    private @Nullable ConnectRace race;
    private boolean closed;
    private int failures;
    private long withoutLinkSinceMillis;
    private long linkSinceMillis;

    EngineClient(
            WorkerLoop worker,
            List<InetSocketAddress> addresses,
            ConnectOptions options,
            ReconnectPolicy policy,
            Events events,
            LinkHandler.Factory handlers) {
        this.worker = worker;
        this.addresses = addresses;
        this.options = options;
        this.policy = policy;
        this.events = events;
        this.handlers = handlers;
    }

    @Override
    public Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    @Override
    public long linkCount() {
        return linkCount.get();
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        worker.post(this::closeNow, this::end);
    }

    /** Any thread. */
    void start() {
        worker.post(this::begin, this::end);
    }

    private void begin() {
        if (closed || !worker.stopLater(this)) {
            end();
            return;
        }
        withoutLinkSinceMillis = worker.now();
        connect();
    }

    private void connect() {
        ConnectRace begun = new ConnectRace(worker, addresses, options, handlers, this::tellLinkEnded);
        race = begun;
        CompletableFuture<Link> unused =
                begun.result().whenComplete((made, failure) -> worker.post(() -> settled(made, failure), this::end));
        begun.start();
    }

    private void settled(@Nullable Link made, @Nullable Throwable failure) {
        race = null;
        if (made != null) {
            opened(made);
        } else if (closed) {
            end();
        } else if (failure instanceof ConnectFailedException failed) {
            failures++;
            retry(failed.reason());
        }
    }

    private void opened(Link made) {
        link = made;
        linkCount.getAndIncrement();
        linkSinceMillis = worker.now();
        if (closed) {
            made.close();
        } else {
            tell(() -> events.onLink(this, made));
        }
    }

    /** Where the link's callbacks run. */
    private void tellLinkEnded(EngineLink last, CloseReason reason) {
        worker.post(() -> linkEnded(last, reason), this::end);
    }

    private void linkEnded(EngineLink last, CloseReason reason) {
        if (last != link) { // its handler factory threw, and the connect has failed by that
            return;
        }
        link = null;
        if (closed) {
            end();
            return;
        }
        withoutLinkSinceMillis = worker.now();
        failures = withoutLinkSinceMillis - linkSinceMillis >= policy.stableMillis() ? 0 : failures + 1;
        retry(reason);
    }

    private void retry(CloseReason reason) {
        if (policy.givesUp(failures, worker.now() - withoutLinkSinceMillis)) {
            closed = true;
            tell(() -> events.onGivenUp(this, reason));
            end();
            return;
        }
        long delayMillis = policy.delayMillis(
                Math.max(1, failures), ThreadLocalRandom.current().nextDouble());
        worker.wheel().schedule(this, worker.now() + delayMillis);
        tell(() -> events.onRetry(this, failures, delayMillis, reason));
    }

    /** It has waited long enough. */
    @Override
    protected void expired() {
        if (!closed) {
            connect();
        }
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (Throwable failure) {
            worker.programFailed("an event of " + this, failure);
        }
    }

    @Override
    public void stopping() {
        closeNow();
    }

    private void closeNow() {
        closed = true;
        worker.wheel().cancel(this);
        Link open = link;
        if (race != null) {
            race.cancel();
        } else if (open != null) {
            open.close();
        } else {
            end();
        }
    }

    /** On the worker, or on any thread once that has stopped. */
    private void end() {
        link = null;
        worker.stopped(this);
        ended.complete(null);
    }

    @Override
    public String toString() {
        return "Client[" + addresses + " links=" + linkCount + "]";
    }
}
