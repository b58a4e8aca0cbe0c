/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;

/** One cell: opens all links, has them go on at once until the time or their packets are over, and sums up. */
final class CellRun {
    private static final int CONNECTS_AT_ONCE = 64;
    private static final long TICK_MILLIS = 200;
    private static final int ANSWER_SECONDS = 60;
    private static final double NANOS_PER_MICRO = 1e3;

    private final BenchCell cell;
    private final int maxPackets;
    private final ByteBuffer text;
    private final Queue<BenchTarget.Opened> opened = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private final LongAdder packets = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final Histogram latencies = new Histogram(2); // under its own lock
    private final CountDownLatch running;
    private volatile boolean over;

    /** Told now and then while it runs. */
    interface Progress {
        void at(CellRun run, double seconds);
    }

    /** At most that many packets on each link; 0 for no limit. */
    CellRun(BenchCell cell, int maxPackets) {
        this.cell = cell;
        this.maxPackets = maxPackets;
        this.text = RawEchoLink.text(cell.packetBytes());
        this.running = new CountDownLatch(cell.links());
    }

    BenchCell cell() {
        return cell;
    }

    int maxPackets() {
        return maxPackets;
    }

    ByteBuffer text() {
        return text;
    }

    long bytes() {
        return bytes.sum();
    }

    boolean goesOn() {
        return !over;
    }

    void carried(long morePackets, long moreBytes, long moreWrong) {
        packets.add(morePackets);
        bytes.add(moreBytes);
        wrong.add(moreWrong);
    }

    void lost(String failure) {
        lost.incrementAndGet();
        firstFailure.compareAndSet(null, failure);
    }

    void finished(Histogram nanos) {
        synchronized (latencies) {
            latencies.add(nanos);
        }
        running.countDown();
    }

    /** Runs it. Blocks. */
    BenchResult run(Linkport port, BenchTarget target, long millis, Progress progress) {
        try {
            open(port, target);
            long started = System.nanoTime();
            opened.forEach(each -> each.link().execute(each.bench()::start));
            await(started, millis, progress);
            long nanos = System.nanoTime() - started;
            close();
            return result(nanos);
        } catch (InterruptedException e) {
            over = true;
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
        }
    }

    private void open(Linkport port, BenchTarget target) throws InterruptedException {
        Semaphore connecting = new Semaphore(CONNECTS_AT_ONCE);
        for (int i = 0; i < cell.links(); i++) {
            connecting.acquire();
            target.open(port, this).whenComplete((link, failure) -> {
                if (failure == null) {
                    opened.add(link);
                } else {
                    lost(text(failure));
                    running.countDown();
                }
                connecting.release();
            });
        }
        connecting.acquire(CONNECTS_AT_ONCE);
    }

    private static String text(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    private void await(long started, long millis, Progress progress) throws InterruptedException {
        long end = started + TimeUnit.MILLISECONDS.toNanos(millis);
        long giveUp = end + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (!running.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            over |= now >= end;
            if (now >= giveUp) {
                lost(running.getCount() + " links have no answer after " + ANSWER_SECONDS + " s");
                return;
            }
            progress.at(this, (now - started) / 1e9);
            pace(end - now);
        }
    }

    /** The end of a cell must not wait for the next tick. */
    private void pace(long leftNanos) throws InterruptedException {
        if (leftNanos > 0 && leftNanos < TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
            over |= !running.await(leftNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void close() throws InterruptedException {
        List<BenchTarget.Opened> all = new ArrayList<>(opened);
        all.forEach(each -> each.link().close());
    }

    private BenchResult result(long nanos) {
        synchronized (latencies) {
            String failure = firstFailure.get();
            return new BenchResult(
                    cell,
                    nanos,
                    packets.sum(),
                    bytes.sum(),
                    wrong.sum(),
                    lost.get(),
                    latencies.getValueAtPercentile(50) / NANOS_PER_MICRO,
                    latencies.getValueAtPercentile(99) / NANOS_PER_MICRO,
                    failure == null ? "" : failure);
        }
    }
}
