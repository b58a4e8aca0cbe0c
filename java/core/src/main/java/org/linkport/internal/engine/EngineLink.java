/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.DispatchOptions;
import org.linkport.IdleKind;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.LinkStats;
import org.linkport.LinkTimer;
import org.linkport.Retained;
import org.linkport.SendResult;
import org.linkport.Worker;
import org.linkport.internal.jfr.LinkRecorder;
import org.linkport.internal.stats.Counter;

/**
 * A link above both engines. Whatever a thread asks for is recorded as a request; the worker applies the requests of a
 * link together before its next step, outside every callback, so that all sends of a step leave in one write.
 */
public final class EngineLink extends Mail implements Link {
    /* Life; it only grows. */
    private static final int OPEN = 0;
    private static final int OUTPUT_SHUT = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    private static final long DELAY_MILLIS_MAX = 31_536_000_000L;

    private static final LinkRecorder RECORDER = LinkRecorder.present();
    private static final VarHandle LIFE;
    private static final VarHandle LAST_INPUT;
    private static final VarHandle LAST_OUTPUT;

    static {
        try {
            LIFE = MethodHandles.lookup().findVarHandle(EngineLink.class, "life", int.class);
            LAST_INPUT = MethodHandles.lookup().findVarHandle(EngineLink.class, "lastInputMillis", long.class);
            LAST_OUTPUT = MethodHandles.lookup().findVarHandle(EngineLink.class, "lastOutputMillis", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final WorkerLoop worker;
    private final Transport transport;
    private final LinkOptions options;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final long openedAtMillis = System.currentTimeMillis();
    private final long openedTickMillis = WorkerLoop.clockMillis();

    /* any thread */
    private final LinkOutput output;
    private final LinkRequests requests = new LinkRequests();
    private volatile int life;
    private volatile boolean paused;
    private final LinkTraffic traffic = new LinkTraffic();
    private volatile @Nullable Object attachment;
    private volatile @Nullable CloseReason abortReason;
    private volatile boolean inputEnded;
    private volatile long lastInputMillis; // or since when input counts as missing; written in opaque mode

    private volatile boolean discardsInput;
    private final Callbacks callbacks;

    /* owner thread */
    private @Nullable LinkClock clock;
    private @Nullable CloseReason closeReason;
    private volatile long lastOutputMillis; // written in opaque mode
    private volatile boolean inputPaused;
    boolean queuedForApply;

    /** Null until it joins something; {@link LinkBonds} alone writes it. */
    volatile @Nullable LinkBonds bonds;

    @Nullable
    EngineLink nextToApply;

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
        this.output = new LinkOutput(this, worker);
        DispatchOptions dispatch = options.dispatch();
        this.callbacks =
                dispatch == null ? new WorkerCallbacks(this, worker) : new DispatchLane(this, worker, dispatch);
        this.lastInputMillis = worker.now();
        this.lastOutputMillis = lastInputMillis;
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
    public void flush() {
        if (output.isBatched()) {
            request(LinkRequests.BATCH);
        }
    }

    @Override
    public long pendingBytes() {
        return life == CLOSED ? 0 : output.pendingBytes();
    }

    @Override
    public void pause() {
        paused = true;
        request(LinkRequests.FLOW);
    }

    @Override
    public void resume() {
        paused = false;
        request(LinkRequests.FLOW);
        callbacks.resumed();
    }

    @Override
    public void shutdownOutput() {
        if (LIFE.compareAndSet(this, OPEN, OUTPUT_SHUT)) {
            output.shut();
            request(LinkRequests.SHUTDOWN_OUTPUT);
        }
    }

    @Override
    public void close() {
        discardsInput = true;
        if (beginsClosing()) {
            request(LinkRequests.CLOSE);
        }
    }

    /** Accepts nothing any more. True for the first who asks, and who then requests the end. Any thread. */
    boolean beginsClosing() {
        discardsInput = true;
        boolean first = LIFE.compareAndSet(this, OPEN, CLOSING) || LIFE.compareAndSet(this, OUTPUT_SHUT, CLOSING);
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
        if (!beginsClosing() && life == CLOSED) {
            return;
        }
        if (abortReason == null) {
            abortReason = reason;
        }
        request(LinkRequests.ABORT);
    }

    /** Whether its end was told. */
    boolean hasClosed() {
        return life == CLOSED;
    }

    @Override
    public boolean isOpen() {
        return life < CLOSING;
    }

    @Override
    public boolean execute(Runnable task) {
        return callbacks.execute(task);
    }

    @Override
    public LinkTimer schedule(long delayMillis, Runnable task) {
        if (delayMillis < 0 || delayMillis > DELAY_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "delayMillis is " + delayMillis + " and must be from 0 to " + DELAY_MILLIS_MAX);
        }
        return ScheduledTask.of(this, worker, delayMillis, Objects.requireNonNull(task, "task"));
    }

    @Override
    public Retained retain() {
        return callbacks.retain();
    }

    @Override
    public LinkStats stats() {
        return new LinkStats(
                Instant.ofEpochMilli(openedAtMillis),
                ageMillis(),
                silentMillis(),
                Math.max(0, WorkerLoop.clockMillis() - lastOutputMillis()),
                traffic.bytesReceived(),
                traffic.bytesSent(),
                traffic.messagesSent(),
                traffic.systemReceives(),
                traffic.systemSends(),
                pendingBytes());
    }

    @Override
    public long ageMillis() {
        return WorkerLoop.clockMillis() - openedTickMillis;
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
        LentMemory.Queue dropped = new LentMemory.Queue(); // the link's own is its worker's, and this may be any thread
        output.dropForeign(dropped);
        for (LentMemory memory = dropped.poll(); memory != null; memory = dropped.poll()) {
            giveBackHere(memory);
        }
    }

    /** No worker is left that could see to the order of callbacks. */
    private void giveBackHere(LentMemory memory) {
        try {
            memory.run();
        } catch (Throwable failure) {
            handlerFailed(failure);
        }
    }

    private void giveBack(LentMemory.Queue ended) {
        for (LentMemory memory = ended.poll(); memory != null; memory = ended.poll()) {
            if (memory.concernsTheProgram()) {
                callbacks.run(memory);
            } else {
                memory.run();
            }
        }
    }

    /** Applies what was asked for since the last time. Owner only, outside callbacks. */
    void applyRequests() {
        // Requests before messages: a message sent before a close by the same thread is then seen.
        int bits = requests.takeAll();
        output.takeForeign();
        giveBack(output.ended());
        if (life == CLOSED) {
            return;
        }
        if ((bits & LinkRequests.ABORT) != 0) {
            CloseReason reason = abortReason;
            transport.abort(reason == null ? CloseReason.LOCAL_ABORT : reason);
            return;
        }
        if (output.isDue(bits)) {
            transport.flush();
        }
        applyFlow(bits);
        applyEnd(bits & LinkRequests.END);
    }

    private void applyFlow(int bits) {
        boolean wanted = paused || callbacks.isFull();
        if ((bits & LinkRequests.FLOW) == 0 || life >= CLOSING || wanted == inputPaused) {
            return;
        }
        LAST_INPUT.setOpaque(this, worker.now()); // before it counts again
        inputPaused = wanted;
        if (wanted) {
            transport.pause();
            return;
        }
        transport.resume();
        if (clock != null) {
            clock.resumed();
        }
    }

    private void applyEnd(int bits) {
        if (bits == 0 || life == CLOSED) {
            return;
        }
        if (output.isAwaited()) {
            // A thread was told that its message is accepted and is about to queue it; its mail brings us back here.
            requests.add(bits);
            return;
        }
        output.end();
        if ((bits & LinkRequests.CLOSE) != 0) {
            transport.close(CloseReason.LOCAL_CLOSE, options.time().drainMillis());
        } else {
            transport.shutdownOutput();
        }
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

    /** Whether input that waits is not for the program any more, since it ended the link. Any thread. */
    boolean discardsInput() {
        return discardsInput;
    }

    /** Whether input waits for {@link #resume}. Any thread. */
    boolean holdsInput() {
        return paused;
    }

    /** Whether the program may send. Any thread. */
    boolean takesOutput() {
        return life == OPEN;
    }

    /** The options it was made with. */
    public LinkOptions options() {
        return options;
    }

    /** Asks the program for its handler and opens it, and tells the connect that made the link, if one did. Owner only. */
    void open(LinkHandler.Factory handlers, @Nullable ConnectRequest asked) {
        clock = LinkClock.start(this, worker, options.time(), asked == null);
        RECORDER.opened(this);
        callbacks.open(handlers, asked);
    }

    /** Runs a task of the program as if it were a callback. Owner only. */
    void run(Runnable task) {
        callbacks.run(task);
    }

    /** The engine received bytes into memory that it lends until this returns. Owner only. */
    public void received(ByteBuffer data) {
        if (life >= CLOSING) {
            return;
        }
        int size = data.remaining();
        LAST_INPUT.setOpaque(this, worker.now());
        traffic.received(size);
        worker.counters().add(Counter.BYTES_RECEIVED, size);
        callbacks.received(data);
    }

    /** The peer sent FIN. Owner only. */
    public void receiveEnded() {
        inputEnded = true;
        if (life < CLOSING) {
            callbacks.receiveEnded();
        }
    }

    /** The kernel took bytes from the head of {@link #outbound}, in so many sends. Owner only. */
    public void sent(long count, int systemSends) {
        LAST_OUTPUT.setOpaque(this, worker.now());
        traffic.sent(count, systemSends);
        boolean writable = output.sent(count);
        giveBack(output.ended());
        if (writable && life == OPEN) {
            callbacks.writable();
        }
    }

    /**
     * The link has ended and the kernel owns nothing of it. Owner only; the engine's last word. An abort that was asked
     * for before, and not yet passed on, is the reason.
     */
    public void closed(CloseReason reason, int osCode) {
        CloseReason asked = abortReason;
        if (asked == null && isGraceful(reason)) {
            asked = closeReason;
        }
        CloseReason told = asked == null ? reason : asked;
        life = CLOSED;
        endTimes();
        if (osCode != 0) {
            worker.systemErrors().add(reason, osCode, null);
        }
        output.close();
        worker.forget(this, told);
        LinkBonds.end(this);
        giveBack(output.ended());
        int code = told == reason ? osCode : 0;
        callbacks.closed(told, code);
        RECORDER.closed(this, told, code);
        // A message of another thread may still come in: it finds the link closed when its mail is delivered.
    }

    private static boolean isGraceful(CloseReason reason) {
        return reason == CloseReason.LOCAL_CLOSE
                || reason == CloseReason.PEER_CLOSE
                || reason == CloseReason.DRAIN_TIMEOUT;
    }

    private void endTimes() {
        ScheduledTask.endAll(this);
        if (clock != null) {
            clock.stop();
        }
    }

    /** Its time is over. Owner only. */
    void end(CloseReason reason) {
        if (reason == CloseReason.FIRST_DATA_TIMEOUT) {
            abort(reason);
        } else if (beginsClosing()) {
            closeReason = reason;
            request(LinkRequests.CLOSE);
        }
    }

    void tellIdle(IdleKind kind, long silentMillis) {
        callbacks.idle(kind, silentMillis);
    }

    /** Whether its read silence means anything. */
    boolean expectsInput() {
        return !paused && !inputPaused && !inputEnded;
    }

    /** Whether input may be waiting that was not read. */
    boolean mayHaveUnreadInput() {
        return transport.mayHaveUnreadInput();
    }

    boolean hasReceived() {
        return traffic.bytesReceived() > 0;
    }

    long lastInputMillis() {
        return (long) LAST_INPUT.getOpaque(this);
    }

    /** Whether there is, or may come, something to send. Owner only. */
    boolean mayOutput() {
        return life == OPEN || output.pendingBytes() > 0;
    }

    /** When the system took something last. Owner only. */
    long lastOutputMillis() {
        return lastOutputMillis;
    }

    @Override
    public long silentMillis() {
        if (!isOpen() || !expectsInput() || mayHaveUnreadInput()) {
            return 0;
        }
        return Math.max(0, WorkerLoop.clockMillis() - lastInputMillis());
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
        if (life != CLOSED) {
            closed(CloseReason.SHUTDOWN, 0);
        }
    }

    @Override
    public String toString() {
        return "Link[" + Long.toHexString(id) + " " + local + " - " + remote + "]";
    }
}
