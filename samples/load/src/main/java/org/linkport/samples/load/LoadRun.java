/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.load;

import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.Linkport;

/** One run: open all links, send for a while, close them, report. */
final class LoadRun {
    private static final int CONNECTS_AT_ONCE = 256;
    private static final int CLOSE_SECONDS = 120;
    private static final long PROGRESS_MILLIS = 500;

    private final Linkport port;
    private final InetSocketAddress server;
    private final int links;
    private final Pattern pattern;
    private final Semaphore connecting = new Semaphore(CONNECTS_AT_ONCE);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final CountDownLatch ended;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private volatile boolean sending = true;

    LoadRun(Linkport port, InetSocketAddress server, int links, Pattern pattern) {
        this.port = port;
        this.server = server;
        this.links = links;
        this.pattern = pattern;
        this.ended = new CountDownLatch(links);
    }

    void open() throws InterruptedException {
        for (int i = 0; i < links; i++) {
            int number = i;
            connecting.acquire();
            port.connect(server, link -> new LoadLink(this, pattern, number)).whenComplete((link, failure) -> {
                connecting.release();
                if (failure != null) {
                    lost(failure.getMessage());
                    ended.countDown();
                }
            });
            if (i % CONNECTS_AT_ONCE == 0) {
                progress("opening");
            }
        }
        connecting.acquire(CONNECTS_AT_ONCE);
    }

    private void start() {
        for (Link link : port.links()) {
            link.execute(() -> {
                if (link.attachment() instanceof LoadLink load) {
                    load.start(link);
                }
            });
        }
    }

    void send(int seconds) throws InterruptedException {
        start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end && !ended.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)) {
            progress("sending");
        }
        sending = false;
    }

    /** Each link closes after the answer that it still waits for. */
    void close() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        while (!ended.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
            progress("closing");
        }
        if (ended.getCount() > 0) {
            lost(ended.getCount() + " links still wait for an answer after " + CLOSE_SECONDS + " s");
        }
    }

    /** Prints the result; false unless every link opened, got every byte back and closed as asked. */
    boolean report() {
        System.out.println();
        System.out.println("load: links=" + opened.get() + " messages=" + messages.sum() + " bytes=" + bytes.sum()
                + " mismatches=" + mismatches.sum());
        String failure = firstFailure.get();
        if (failure != null) {
            System.err.println("load: " + lost.get() + " links were lost; the first: " + failure);
        }
        return failure == null && mismatches.sum() == 0;
    }

    private void progress(String doing) {
        System.out.print("\r" + doing + ": links=" + opened.get() + " messages=" + messages.sum() + " mismatches="
                + mismatches.sum() + "   ");
        System.out.flush();
    }

    boolean isSending() {
        return sending;
    }

    void opened() {
        opened.incrementAndGet();
    }

    void messageDone(int size) {
        messages.increment();
        bytes.add(size);
    }

    void mismatch() {
        mismatches.increment();
    }

    void closed(boolean asked, CloseReason reason, int osCode) {
        if (!asked) {
            lost("closed with " + reason + (osCode == 0 ? "" : ", OS code " + osCode));
        }
        ended.countDown();
    }

    private void lost(@Nullable String what) {
        lost.incrementAndGet();
        firstFailure.compareAndSet(null, what);
    }
}
