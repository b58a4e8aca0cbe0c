/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded number of threads, each with a deadline: a client that neither sends nor reads keeps a thread until then, and
 * is cut off by an interrupt, which closes the channel that the thread is blocked in. What comes when all are taken and
 * the queue is full is refused, and the server closes that connection.
 */
public final class RequestThreads implements Executor, AutoCloseable {
    /** Those beside the threads of streams. */
    static final int REQUESTS = 16;

    private static final int QUEUE = 128;
    private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

    private final long requestNanos;
    private final Set<Work> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    /** @param requestMillis how long a request may take */
    public RequestThreads(String name, int streams, long requestMillis) {
        requestNanos = TimeUnit.MILLISECONDS.toNanos(requestMillis);
        int threads = REQUESTS + streams;
        pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> thread(name, task));
        pool.allowCoreThreadTimeOut(true);
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
        thread.setDaemon(true);
        // Where the system minds it, workers come first; nothing relies on it.
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(new Work(task));
    }

    private final class Work implements Runnable {
        private final Runnable task;
        private Thread thread = Thread.currentThread();
        private long deadline;
        private boolean over;

        Work(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            begin();
            try {
                task.run();
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
            deadline = System.nanoTime() + requestNanos;
            CURRENT.set(this);
            running.add(this);
        }

        private synchronized void end() {
            over = true;
            running.remove(this);
            CURRENT.remove();
            boolean unused = Thread.interrupted(); // the next task of this thread has done nothing
        }

        synchronized void deadline(long nanos) {
            deadline = nanos;
        }

        synchronized void interruptAfter(long nanos) {
            if (!over && deadline - nanos < 0) {
                thread.interrupt();
            }
        }
    }

    /** The calling thread of these is cut off if it has not called again after that time. */
    static void extend(long millis) {
        Work current = CURRENT.get();
        if (current != null) {
            current.deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    /** Cuts off those whose time is over. Called every second or so; does not block. */
    public void sweep() {
        long now = System.nanoTime();
        running.forEach(work -> work.interruptAfter(now));
    }

    /** Threads at work now. */
    int busy() {
        return running.size();
    }

    /** Interrupts all and waits until they have ended. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
