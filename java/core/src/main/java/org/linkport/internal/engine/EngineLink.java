/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.AddressText;
import org.linkport.CloseReason;
import org.linkport.DispatchOptions;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.LinkStats;
import org.linkport.LinkTimer;
import org.linkport.Retained;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.Worker;
import org.linkport.internal.jfr.LinkRecorder;
import org.linkport.internal.stats.Counter;

/**
 * A link above both engines. Whatever a thread asks for is recorded as a request; the worker applies the requests of a
 * link together before its next step, outside every callback, so that all sends of a step leave in one write.
 */
public final class EngineLink extends Mail implements Link {
    private final long id;
    private final WorkerLoop worker;
    private final Transport transport;
    private final LinkOptions options;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    private final LinkLife life = new LinkLife();
    private final LinkInput input;
    private final LinkOutput output;
    private final LinkRequests requests = new LinkRequests();
    private final LinkTraffic traffic;
    private final Callbacks callbacks;
    private volatile @Nullable Object attachment;

    /* owner thread */
    private @Nullable LinkClock clock;

    /* of the worker's RequestedLinks */
    boolean isRequested;

    /** Null until it joins something; {@link LinkBonds} alone writes it. */
    volatile @Nullable LinkBonds bonds;

    @Nullable
    EngineLink nextRequested;

    @Nullable
    ScheduledTask firstTask;

    EngineLink(
            long id,
            WorkerLoop worker,
            Transport transport,
            LinkOptions options,
            InetSocketAddress local,
            InetSocketAddress remote) {
        this.id = id;
        this.worker = worker;
        this.transport = transport;
        this.options = options;
        this.local = local;
        this.remote = remote;
        this.input = new LinkInput(this, worker);
        this.output = new LinkOutput(this, worker);
        this.traffic = new LinkTraffic(worker.now());
        DispatchOptions dispatch = options.dispatch();
        this.callbacks =
                dispatch == null ? new WorkerCallbacks(this, worker) : new DispatchLane(this, worker, dispatch);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object value) {
        attachment = value;
    }

    @Override
    public SendResult send(byte[] message) {
        return send(ByteBuffer.wrap(message));
    }

    @Override
    public SendResult send(ByteBuffer message) {
        return output.send(message);
    }

    @Override
    public SendResult send(ByteBuffer head, ByteBuffer body) {
        return output.send(head, body);
    }

    @Override
    public SendResult send(Retained memory) {
        if (memory instanceof KeptMemory kept) {
            return output.send(kept);
        }
        throw new IllegalArgumentException("this memory comes from no retain(): " + memory);
    }

    @Override
    public SendResult send(ByteBuffer direct, SendCallback callback) {
        Objects.requireNonNull(callback, "callback");
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("the buffer to lend is not direct; send(ByteBuffer) copies it");
        }
        return output.lend(direct, callback);
    }

    @Override
    public SendResult send(SendFile file, long position, long count, SendCallback callback) {
        return output.send(region(file, position, count, callback));
    }

    @Override
    public SendResult send(ByteBuffer head, SendFile file, long position, long count, SendCallback callback) {
        return output.send(head, region(file, position, count, callback));
    }

    private FileRegion region(SendFile file, long position, long count, SendCallback callback) {
        return FileRegion.of(this, worker.own(file), position, count, callback);
    }

    @Override
    public void flush() {
        if (output.isBatched()) {
            request(LinkRequests.BATCH);
        }
    }

    @Override
    public long pendingBytes() {
        return life.hasClosed() ? 0 : output.pendingBytes();
    }

    @Override
    public void pause() {
        input.pause();
        request(LinkRequests.FLOW);
    }

    @Override
    public void resume() {
        input.resume();
        request(LinkRequests.FLOW);
        callbacks.resumed();
    }

    @Override
    public void shutdownOutput() {
        if (life.shutsOutput()) {
            output.shut();
            request(LinkRequests.SHUTDOWN_OUTPUT);
        }
    }

    @Override
    public void close() {
        if (beginsClosing()) {
            request(LinkRequests.CLOSE);
        }
    }

    /** Accepts nothing any more. True for the first who asks, and who then requests the end. Any thread. */
    boolean beginsClosing() {
        input.discard();
        boolean first = life.beginsClosing();
        if (first) {
            output.shut();
        }
        return first;
    }

    @Override
    public void abort() {
        abort(CloseReason.LOCAL_ABORT);
    }

    @Override
    public void abort(CloseReason reason) {
        Objects.requireNonNull(reason, "reason");
        if (!beginsClosing() && life.hasClosed()) {
            return;
        }
        life.aborts(reason);
        request(LinkRequests.ABORT);
    }

    @Override
    public boolean isOpen() {
        return life.isOpen();
    }

    @Override
    public boolean execute(Runnable task) {
        return callbacks.execute(task);
    }

    @Override
    public LinkTimer schedule(long delayMillis, Runnable task) {
        return ScheduledTask.of(this, worker, delayMillis, task);
    }

    @Override
    public Retained retain() {
        return callbacks.retain();
    }

    @Override
    public boolean isPaused() {
        return input.isPaused();
    }

    @Override
    public long bytesReceived() {
        return traffic.bytesReceived();
    }

    @Override
    public long bytesSent() {
        return traffic.bytesSent();
    }

    @Override
    public long messagesSent() {
        return traffic.messagesSent();
    }

    @Override
    public LinkStats stats() {
        return traffic.stats(this);
    }

    @Override
    public long ageMillis() {
        return ageMillis(System.nanoTime());
    }

    @Override
    public long ageMillis(long nowNanos) {
        return traffic.ageMillis(WorkerLoop.millis(nowNanos));
    }

    /** Notes a request. True if the caller must post the link to its worker. Threads other than it. */
    boolean mustPost(int bit) {
        return requests.addForeign(bit);
    }

    void request(int bit) {
        if (worker.isCurrentThread()) {
            requests.add(bit);
            worker.applyLater(this);
        } else if (mustPost(bit) && !worker.post(this)) {
            undeliverable();
        }
    }

    @Override
    void deliver() {
        requests.delivered();
        worker.applyLater(this);
    }

    @Override
    void undeliverable() {
        requests.delivered();
        output.dropHere();
    }

    /** Applies what was asked for since the last time. Owner only, outside callbacks. */
    void applyRequests() {
        LinkStep.apply(this, requests);
    }

    /** The worker stops: what was asked for so far is done, and nothing else. Owner only; the engine closes next. */
    void stopping() {
        requests.add(LinkRequests.BATCH);
        applyRequests();
        beginsClosing();
        output.end();
    }

    /** What still has to be handed over. Owner only. */
    public Outbound outbound() {
        return output.outbound();
    }

    Callbacks callbacks() {
        return callbacks;
    }

    LinkTraffic traffic() {
        return traffic;
    }

    LinkOutput output() {
        return output;
    }

    WorkerLoop loop() {
        return worker;
    }

    Transport transport() {
        return transport;
    }

    LinkLife life() {
        return life;
    }

    /** Null until it opens. Owner only. */
    @Nullable
    LinkClock clock() {
        return clock;
    }

    LinkInput input() {
        return input;
    }

    /** The options it was made with. */
    public LinkOptions options() {
        return options;
    }

    /** Asks the program for its handler and opens it, and tells the connect that made the link, if one did. Owner only. */
    void open(LinkHandler.Factory handlers, @Nullable ConnectRequest asked) {
        clock = LinkClock.start(this, worker, options.time(), asked == null);
        LinkRecorder.PRESENT.opened(this);
        callbacks.open(handlers, asked);
    }

    /** Runs a task of the program as if it were a callback. Owner only. */
    void run(Runnable task) {
        callbacks.run(task);
    }

    /** The engine received bytes into memory that it lends until this returns. Owner only. */
    public void received(ByteBuffer data) {
        if (!life.isOpen()) {
            return;
        }
        int size = data.remaining();
        traffic.received(size, worker.now());
        worker.counters().add(Counter.BYTES_RECEIVED, size);
        callbacks.received(data);
    }

    /** The peer sent FIN. Owner only. */
    public void receiveEnded() {
        input.end();
        if (life.isOpen()) {
            callbacks.receiveEnded();
        }
    }

    /** The kernel took bytes from the head of {@link #outbound}, in so many sends. Owner only. */
    public void sent(long count, int systemSends) {
        traffic.sent(count, systemSends, worker.now());
        boolean writable = output.sent(count);
        output.giveBack();
        if (writable && life.takesOutput()) {
            callbacks.writable();
        }
    }

    /** The link has ended and the kernel owns nothing of it. Owner only; the engine's last word. */
    public void closed(CloseReason reason, int osCode) {
        CloseReason told = life.closed(reason);
        endTimes();
        if (osCode != 0) {
            worker.systemErrors().add(reason, osCode, null);
        }
        output.close();
        LinkBonds.end(this); // before it ceases to count: who sees it gone finds it in no group
        worker.forget(this, told);
        output.giveBack();
        int code = told == reason ? osCode : 0;
        callbacks.closed(told, code);
        LinkRecorder.PRESENT.closed(this, told, code);
        // A message of another thread may still come in: it finds the link closed when its mail is delivered.
    }

    private void endTimes() {
        ScheduledTask.endAll(this);
        if (clock != null) {
            clock.stop();
        }
    }

    @Override
    public long silentMillis() {
        return silentMillis(System.nanoTime());
    }

    @Override
    public long silentMillis(long nowNanos) {
        if (!isOpen() || !input.isExpected() || transport.mayHaveUnreadInput()) {
            return 0;
        }
        return Math.max(0, WorkerLoop.millis(nowNanos) - traffic.lastInputMillis());
    }

    /** A callback or a task threw. Any thread. */
    void handlerFailed(Throwable failure) {
        abort(CloseReason.HANDLER_ERROR);
        worker.handlerFailed(this, failure);
    }

    /** The worker ends without its engine, which fails for ever: the engine may or may not tell that it closed. */
    void abandoned() {
        try {
            transport.abort(CloseReason.SHUTDOWN);
        } catch (Throwable failure) {
            worker.eventFailed(failure);
        }
        if (!life.hasClosed()) {
            closed(CloseReason.SHUTDOWN, 0);
        }
    }

    @Override
    public String toString() {
        return "Link[" + Long.toHexString(id) + " " + AddressText.of(local) + " - " + AddressText.of(remote) + "]";
    }
}
