/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.SendFile;
import org.linkport.Worker;
import org.linkport.WorkerOptions;
import org.linkport.internal.buffer.ChunkCache;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.stats.CallbackClock;
import org.linkport.internal.stats.Counter;
import org.linkport.internal.stats.Counters;
import org.linkport.internal.stats.Sizes;
import org.linkport.internal.stats.SystemErrors;
import org.linkport.internal.stats.WaitClock;

/** A worker: takes mail, applies what links asked for, steps its engine, until the engine has stopped. */
public final class WorkerLoop implements Worker, Runnable {
    /** How often a worker that has stopped looks after what executors still run. */
    private static final long LANES_NANOS = 20_000_000;

    private static final int STEP_EVENTS_BUCKETS = 14; // the last begins at 4,096

    private final int index;
    private final String name;
    private final WorkerHooks hooks;
    private final Thread thread;
    private final LinkTable links;
    private final EngineRuntime runtime;
    private final Counters counters = new Counters();
    private final SystemErrors systemErrors = new SystemErrors();
    private final CallbackClock callbackClock = new CallbackClock();
    private final Sizes stepEvents = new Sizes(STEP_EVENTS_BUCKETS);
    private final ChunkPool pool;
    private final ChunkCache chunks;
    private final PendingBudget.@Nullable Share pendingShare;
    private final FailureLog failures;
    private final Consumer<@Nullable Throwable> onExit;
    private final EngineWorker engine;

    /* any thread */
    private final Mailbox mailbox = new Mailbox();
    private final WakeGate gate = new WakeGate();
    private final Runnable wake;
    private final WorkerLanes lanes = new WorkerLanes(this::laneEnded);
    private volatile boolean stopping;
    private volatile boolean ended;

    /* owner thread */
    private final TimingWheel wheel = new TimingWheel(clockMillis());
    private long now = clockMillis();
    private final StepFailures stepFailures = new StepFailures();
    private final Stoppables stoppables = new Stoppables();
    private final SharedAddress accepting = new SharedAddress();
    private final SharedAddress connected = new SharedAddress();
    private final RequestedLinks requested = new RequestedLinks();
    private final WorkerWait wait;

    WorkerLoop(
            int index,
            String name,
            WorkerOptions options,
            LinkTable links,
            EngineRuntime runtime,
            ChunkPool pool,
            @Nullable PendingBudget budget,
            FailureLog failures,
            Consumer<@Nullable Throwable> onExit) {
        this.index = index;
        this.name = name;
        this.hooks = new WorkerHooks(this, options);
        this.links = links;
        this.runtime = runtime;
        this.pool = pool;
        this.chunks = new ChunkCache(pool);
        this.pendingShare = budget == null ? null : new PendingBudget.Share(budget);
        this.failures = failures;
        this.onExit = onExit;
        this.thread = new Thread(this, name);
        this.engine = runtime.worker(this);
        this.wake = engine::wake;
        this.wait = new WorkerWait(engine, mailbox, requested, wheel, gate, new SpinPolicy(options.spinMicros()));
    }

    void start() {
        thread.start();
    }

    /** Waits until its thread is gone. */
    void join() throws InterruptedException {
        thread.join();
    }

    @Override
    public void run() {
        hooks.start();
        try {
            while (!engine.isStopped() && stepFailures.gaveUpFor() == null) {
                step();
            }
            if (stepFailures.gaveUpFor() != null) {
                links.forEach(EngineLink::abandoned);
            }
            awaitLanes();
            hooks.stop();
        } finally {
            end();
        }
    }

    private void end() {
        try {
            gate.close();
            mailbox.close();
            ended = true;
            chunks.drain();
            updateCounters();
            wait.clock().ends(System.nanoTime());
            callbackClock.end();
        } finally {
            onExit.accept(stepFailures.gaveUpFor());
        }
    }

    /** Something of the program that is no handler threw. Any thread. */
    void programFailed(String what, Throwable failure) {
        count(Counter.HANDLER_ERRORS);
        failures.programFailed(what, failure);
    }

    /** Waits until its start hook has returned. Null, or what it threw. */
    @Nullable
    Throwable awaitStarted() {
        return hooks.awaitStarted();
    }

    @Override
    public int processor() {
        return hooks.processor();
    }

    @Override
    public @Nullable Object attachment() {
        return hooks.attachment();
    }

    /** What runs on executors has not ended before the last onClose has returned. */
    private void awaitLanes() {
        while (!lanes.isEmpty()) {
            try {
                mailbox.deliverAll();
                requested.applyAll();
                lanes.takeOverLost();
            } catch (Throwable failure) {
                eventFailed(failure);
            }
            if (mailbox.isEmpty() && !lanes.isEmpty()) {
                LockSupport.parkNanos(LANES_NANOS);
            }
        }
    }

    private void laneEnded() {
        if (stopping) {
            LockSupport.unpark(thread);
        }
    }

    private void step() {
        counters.add(Counter.STEPS, 1);
        boolean unused = Thread.interrupted(); // a flag that a callback left would end every wait at once
        try {
            now = clockMillis(); // deadlines of what was asked for count from here
            callbackClock.step(now);
            mailbox.deliverAll();
            requested.applyAll();
            int events = wait.step();
            counters.add(Counter.EVENTS, events);
            stepEvents.add(events);
            waitOver();
            wheel.advance(now);
            stepFailures.succeeded();
        } catch (Throwable failure) {
            stepFailed(failure);
        } finally {
            gate.awake();
        }
    }

    static long clockMillis() {
        return millis(System.nanoTime());
    }

    /** Its time at a moment of {@link System#nanoTime}. */
    static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000);
    }

    /** When at least that much time will have passed, by the clock of {@link #now}. Any thread. */
    static long millisFromNow(long delayMillis) {
        return -Math.floorDiv(-System.nanoTime(), 1_000_000) + delayMillis;
    }

    private void stepFailed(Throwable failure) {
        wait.clock().works(System.nanoTime());
        eventFailed(failure);
        stepFailures.failed(failure);
    }

    /** Dispatches each event of a batch: it is told once, so one that fails must not take the others away. Owner only. */
    public void dispatchAll(int count, IntConsumer event) {
        for (int i = 0; i < count; i++) {
            try {
                event.accept(i);
            } catch (Throwable failure) {
                eventFailed(failure);
            }
        }
    }

    /** One event could not be dispatched, and the others go on. Any thread. */
    public void eventFailed(Throwable failure) {
        count(Counter.SYSTEM_ERRORS);
        try {
            failures.workerFailed(name, failure);
        } catch (Throwable unwritable) {
            count(Counter.SYSTEM_ERRORS); // the log is broken too, and nobody is left to tell
        }
    }

    /** Has a link's requests applied before the next step. Owner only. */
    void applyLater(EngineLink link) {
        requested.add(link);
    }

    /**
     * The callbacks of one event of a link are over. What they asked for is applied now if they asked for this link alone,
     * so that its peer need not wait for the other events of the step; what concerns several links waits for their end,
     * because others may add to it. Owner only, outside callbacks.
     */
    public void eventOver(EngineLink link) {
        requested.applyAlone(link);
    }

    /** Leaves mail and wakes the worker if it sleeps. Any thread. False, and nothing done, if the worker has stopped. */
    boolean post(Mail mail) {
        return postAll(mail, mail);
    }

    /** Leaves a list of mail, linked from its newest to its oldest, as {@link #post} does, and wakes once at most. */
    boolean postAll(Mail newest, Mail oldest) {
        if (!mailbox.postAll(newest, oldest)) {
            return false;
        }
        if (!isCurrentThread() && gate.wakeIfAsleep(wake)) {
            counters.addFromAnyThread(Counter.WAKES);
        }
        return true;
    }

    /** Runs something of the engine on this worker. Any thread. If the worker has stopped, {@code otherwise} runs. */
    public void post(Runnable task, Runnable otherwise) {
        if (!post(new EngineMail(task, otherwise))) {
            otherwise.run();
        }
    }

    /** The engine's wait is over: until the next step nobody needs to wake it, and it is {@link #now}. Owner only. */
    public void waitOver() {
        if (wait.isUnderWay()) {
            long nanos = System.nanoTime();
            wait.ends(nanos);
            now = millis(nanos);
            callbackClock.step(now);
        }
    }

    /** Milliseconds by a clock that never goes back, as of the step or the end of its wait. Owner only. */
    public long now() {
        return now;
    }

    /** The deadlines of everything this worker owns, by the clock of {@link #now}. Owner only. */
    public TimingWheel wheel() {
        return wheel;
    }

    /** The engine cannot end yet: the system keeps operations so long after the drain deadline. Owner only. */
    public void stopOverdue(long operations, long millis) {
        failures.stopOverdue(name, operations, millis);
    }

    /** Has something told when the worker stops. False if it does already. Owner only. */
    boolean stopLater(Stoppables.Stoppable stoppable) {
        return stoppables.add(stoppable);
    }

    /** It has ended by itself. Elsewhere, which is once the worker has stopped, this does nothing. */
    void stopped(Stoppables.Stoppable stoppable) {
        if (isCurrentThread()) {
            stoppables.remove(stoppable);
        }
    }

    /** Ends everything it owns, gracefully within that time. Owner only. */
    void stop(int drainMillis) {
        stopping = true;
        stoppables.stop();
        stepFailures.stopping(drainMillis);
        links.forEach(EngineLink::stopping);
        engine.stop(drainMillis);
    }

    /** The engine accepted or connected a link. Owner only. */
    public EngineLink opened(
            long id,
            Transport transport,
            LinkHandler.Factory handlers,
            LinkOptions options,
            InetSocketAddress local,
            InetSocketAddress remote) {
        counters.add(Counter.LINKS_ACCEPTED, 1);
        EngineLink link = register(id, transport, options, accepting.of(local), remote);
        link.open(handlers, null);
        return link;
    }

    /** The engine connected a link, which is not open yet. Owner only. */
    EngineLink connected(
            long id, Transport transport, LinkOptions options, InetSocketAddress local, InetSocketAddress remote) {
        counters.add(Counter.LINKS_CONNECTED, 1);
        return register(id, transport, options, local, connected.of(remote));
    }

    private EngineLink register(
            long id, Transport transport, LinkOptions options, InetSocketAddress local, InetSocketAddress remote) {
        EngineLink link = new EngineLink(id, this, transport, options, local, remote);
        links.add(link);
        if (stopping) { // the engine had it before it was told to stop
            link.stopping();
        }
        return link;
    }

    void forget(EngineLink link, CloseReason reason) {
        links.remove(link);
        counters.closed(reason);
    }

    void handlerFailed(EngineLink link, Throwable failure) {
        count(Counter.HANDLER_ERRORS);
        failures.handlerFailed(link, failure); // may throw, if the failure cannot even be printed
    }

    /** Adds one to a counter. Any thread. */
    void count(Counter counter) {
        count(counter, 1);
    }

    /** Adds to a counter. Any thread. */
    void count(Counter counter, long amount) {
        if (isCurrentThread()) {
            counters.add(counter, amount);
        } else {
            counters.addFromAnyThread(counter, amount);
        }
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int linkCount() {
        return links.count();
    }

    @Override
    public boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Whether nothing runs on it any more. Any thread. */
    boolean hasEnded() {
        return ended;
    }

    /** Those of its links that are called elsewhere, until their last call has returned. Any thread. */
    WorkerLanes lanes() {
        return lanes;
    }

    /** What its links may have pending of the limit for all; null where there is none. Any thread. */
    PendingBudget.@Nullable Share pendingShare() {
        return pendingShare;
    }

    LinkTable links() {
        return links;
    }

    /** Its counters; the worker is their writer. */
    public Counters counters() {
        return counters;
    }

    /** Failures of the system, by kind. Any thread. */
    public SystemErrors systemErrors() {
        return systemErrors;
    }

    WaitClock clock() {
        return wait.clock();
    }

    /** How long the callbacks that run on it take. Owner only, but to look and to copy. */
    CallbackClock callbackClock() {
        return callbackClock;
    }

    /** How many events its steps brought. */
    Sizes stepEvents() {
        return stepEvents;
    }

    /** Brings the counters that the engine keeps itself up to date. Any thread. */
    synchronized void updateCounters() {
        engine.updateCounters();
    }

    EngineWorker engineWorker() {
        return engine;
    }

    ChunkCache chunks() {
        return chunks;
    }

    ChunkPool pool() {
        return pool;
    }

    /** The file of ours behind one that the program names. Any thread. */
    OpenFile own(SendFile file) {
        if (Objects.requireNonNull(file, "file") instanceof OpenFile ours && ours.isOf(runtime)) {
            return ours;
        }
        throw new IllegalArgumentException(file + " was opened by another Linkport");
    }

    /** Native address of a direct buffer, or 0 where no native code reads it. Any thread. */
    long addressOf(ByteBuffer direct) {
        return runtime.addressOf(direct);
    }
}
