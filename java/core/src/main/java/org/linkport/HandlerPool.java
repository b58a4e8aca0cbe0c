/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor for handlers that block: its threads become more while they are busy for more than one share of the time,
 * and fewer while they are for less than another, and each may have an object of its own, such as a database connection.
 *
 * <pre>{@code
 * HandlerPool pool = HandlerPool.open(HandlerPoolOptions.DEFAULT
 *         .withThreads(4, 64)
 *         .withAttachments(HandlerPoolOptions.Attachments.of(database::connect, Connection::close)));
 * port.listen(address, ListenOptions.DEFAULT.withLink(LinkOptions.DEFAULT.dispatch(pool)), link -> new OrderHandler());
 * ...
 * HandlerPool.attachment(Connection.class).createStatement() // in a callback
 * ...
 * port.close();
 * pool.close(); // after the Linkport, whose last callbacks it runs
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public final class HandlerPool implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerPool.class);

    /**
     * What a pool does and has done, at one moment.
     *
     * @param threads threads there are
     * @param busyThreads those that run a task
     * @param waitingTasks tasks that wait for one
     * @param busyPercent share of the time the threads were busy, when last looked at
     * @param tasksRun tasks that have ended
     * @param tasksFailed those that threw
     * @param tasksRejected tasks not accepted
     * @param threadsStarted threads started since the beginning
     * @param attachmentsFailed attachments that could not be made or closed
     */
    public record Stats(
            int threads,
            int busyThreads,
            int waitingTasks,
            int busyPercent,
            long tasksRun,
            long tasksFailed,
            long tasksRejected,
            long threadsStarted,
            long attachmentsFailed) {}

    private final HandlerPoolOptions options;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition changed = lock.newCondition();

    /* under the lock */
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final Set<Member> members = new HashSet<>();
    private int busy;
    private int ready;
    private int toRetire;
    private boolean closed;
    private boolean samplerRuns;
    private long busyNanos;
    private long sampledAtNanos;
    private int busyPercent;
    private long tasksRun;
    private long tasksFailed;
    private long tasksRejected;
    private long threadsStarted;
    private long attachmentsFailed;
    private @Nullable Throwable lastFailure;

    HandlerPool(HandlerPoolOptions options, LongSupplier nanoClock) {
        this.options = options;
        this.nanoClock = nanoClock;
        this.sampledAtNanos = nanoClock.getAsLong();
    }

    /**
     * Starts a pool with its least number of threads.
     *
     * @throws IllegalStateException if an attachment cannot be made, with its cause; nothing is left behind
     */
    public static HandlerPool open(HandlerPoolOptions options) {
        HandlerPool pool = new HandlerPool(options, System::nanoTime);
        pool.start();
        pool.startSampler();
        return pool;
    }

    /**
     * What the calling thread's pool made for it.
     *
     * @throws IllegalStateException on a thread that is of no pool, or of one without attachments
     * @throws ClassCastException if it is of another type
     */
    public static <T> T attachment(Class<T> type) {
        Object attachment = Thread.currentThread() instanceof Member member ? member.attachment : null;
        if (attachment == null) {
            throw new IllegalStateException(Thread.currentThread() + " is of no HandlerPool with attachments");
        }
        return type.cast(attachment);
    }

    /**
     * Runs a task on one of its threads. What the task throws is logged and counted.
     *
     * @throws RejectedExecutionException if {@code queueLimit} tasks wait, or after {@link #shutdown}
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        lock.lock();
        try {
            if (closed || queue.size() >= options.queueLimit()) {
                tasksRejected++;
                throw new RejectedExecutionException(
                        closed ? "the pool was shut down" : "queueLimit is " + options.queueLimit());
            }
            queue.add(task);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What it does and has done. */
    public Stats stats() {
        lock.lock();
        try {
            return new Stats(
                    ready,
                    busy,
                    queue.size(),
                    busyPercent,
                    tasksRun,
                    tasksFailed,
                    tasksRejected,
                    threadsStarted,
                    attachmentsFailed);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more tasks, runs those it has, and ends. Returns at once; idempotent. */
    public void shutdown() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it has ended after {@link #shutdown}.
     *
     * @param timeoutMillis how long, in milliseconds
     * @return false if the time was over first
     */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lockInterruptibly();
        try {
            while (!hasEnded() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return hasEnded();
        } finally {
            lock.unlock();
        }
    }

    /** {@link #shutdown} and wait for the end; on one of its own threads, which cannot wait for itself, only the former. */
    @Override
    public void close() {
        shutdown();
        if (Thread.currentThread() instanceof Member member && member.pool() == this) {
            return;
        }
        lock.lock();
        try {
            while (!hasEnded()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasEnded() {
        return closed && members.isEmpty() && !samplerRuns;
    }

    void start() {
        lock.lock();
        try {
            addThreads(options.minThreads());
            while (ready < members.size()) {
                changed.awaitUninterruptibly();
            }
            if (lastFailure == null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        close();
        throw new IllegalStateException("a thread of pool " + options.name() + " could not start", lastFailure);
    }

    private void startSampler() {
        Thread sampler = new Thread(this::sampleUntilClosed, options.name() + "-sampler");
        sampler.setDaemon(true);
        samplerRuns = true;
        sampler.start();
    }

    private void sampleUntilClosed() {
        lock.lock();
        try {
            while (!closed) {
                long unused = changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(options.sampleMillis()));
                if (nanoClock.getAsLong() - sampledAtNanos >= TimeUnit.MILLISECONDS.toNanos(options.sampleMillis())) {
                    sample();
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the sampler of pool {} was interrupted; it neither grows nor shrinks any more", options.name());
        } finally {
            samplerRuns = false;
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Looks how busy the threads were since the last time, and adds or takes away. */
    void sample() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            members.forEach(member -> member.countBusyUntil(now));
            long possible = (now - sampledAtNanos) * Math.max(1, ready);
            busyPercent = possible == 0 ? 0 : (int) (100 * busyNanos / possible);
            busyNanos = 0;
            sampledAtNanos = now;
            if (busyPercent > options.growAbovePercent()) {
                toRetire = 0;
                int wanted = Math.max(1, Math.min(queue.size(), members.size() / 2));
                addThreads(Math.min(wanted, options.maxThreads() - members.size()));
            } else if (busyPercent < options.shrinkBelowPercent() && ready - toRetire > options.minThreads()) {
                toRetire++;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void addThreads(int count) {
        for (int i = 0; i < count && !closed; i++) {
            Member member = new Member(options.name() + "-" + threadsStarted);
            threadsStarted++;
            members.add(member);
            try {
                member.start();
            } catch (OutOfMemoryError e) { // no more threads; those there are go on
                members.remove(member);
                failed("a thread cannot be started", e);
                return;
            }
        }
    }

    private void failed(String what, Throwable failure) {
        attachmentsFailed++;
        lastFailure = failure;
        LOG.error("pool {}: {}", options.name(), what, failure);
    }

    /** One thread of the pool. */
    private final class Member extends Thread {
        private static final long IDLE = Long.MIN_VALUE;

        private @Nullable Object attachment;
        private long busyFromNanos = IDLE; // under the lock

        Member(String name) {
            super(name);
            setDaemon(false); // whoever starts it
        }

        HandlerPool pool() {
            return HandlerPool.this;
        }

        @Override
        public void run() {
            if (!makeAttachment()) {
                left();
                return;
            }
            for (Runnable task = nextTask(); task != null; task = nextTask()) {
                runTask(task);
            }
            closeAttachment();
            left();
        }

        private boolean makeAttachment() {
            HandlerPoolOptions.Attachments attachments = options.attachments();
            Throwable failure = null;
            try {
                attachment = attachments == null ? null : attachments.make();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            lock.lock();
            try {
                if (failure == null) {
                    ready++;
                } else {
                    failed("an attachment cannot be made; there is one thread fewer", failure);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return failure == null;
        }

        /** Null when this thread should end. */
        private @Nullable Runnable nextTask() {
            lock.lock();
            try {
                while (queue.isEmpty()) {
                    if (closed || toRetire > 0) {
                        toRetire = Math.max(0, toRetire - 1);
                        ready--;
                        return null;
                    }
                    work.awaitUninterruptibly();
                }
                busy++;
                busyFromNanos = nanoClock.getAsLong();
                return queue.poll();
            } finally {
                lock.unlock();
            }
        }

        private void runTask(Runnable task) {
            boolean failed = false;
            try {
                task.run();
            } catch (Throwable failure) {
                failed = true;
                LOG.error("pool {}: a task threw", options.name(), failure);
            } finally {
                boolean unused = Thread.interrupted(); // what a task left is not for the next one
                ran(failed);
            }
        }

        private void ran(boolean failed) {
            lock.lock();
            try {
                countBusyUntil(nanoClock.getAsLong());
                busyFromNanos = IDLE;
                busy--;
                tasksRun++;
                tasksFailed += failed ? 1 : 0;
            } finally {
                lock.unlock();
            }
        }

        /** Under the lock. */
        void countBusyUntil(long nowNanos) {
            if (busyFromNanos != IDLE) {
                busyNanos += nowNanos - busyFromNanos;
                busyFromNanos = nowNanos;
            }
        }

        private void closeAttachment() {
            HandlerPoolOptions.Attachments attachments = options.attachments();
            Object made = attachment;
            if (attachments == null || made == null) {
                return;
            }
            try {
                attachments.close(made);
            } catch (Throwable failure) {
                lock.lock();
                try {
                    failed("an attachment cannot be closed", failure);
                } finally {
                    lock.unlock();
                }
            }
        }

        private void left() {
            lock.lock();
            try {
                members.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
