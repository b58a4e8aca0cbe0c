/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkTimer;

/**
 * Keeps what a link told its handler, and notes every breach of the first promise: a callback that overlaps or nests,
 * comes before the first or after the last, runs on another thread than it should. Tests override the hooks.
 */
class Recorder implements LinkHandler {
    private static final ThreadLocal<Recorder> INSIDE = new ThreadLocal<>();

    final CompletableFuture<Link> opened = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final CountDownLatch receiveEnded = new CountDownLatch(1);
    final AtomicInteger writable = new AtomicInteger();

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    Recorder(Ports ports) {
        ports.watch(this);
    }

    /** Whether the calling thread is one that may call this handler. */
    boolean isInPlace(Link link) {
        return link.worker().isCurrentThread();
    }

    void opened(Link link) throws Exception {}

    void received(Link link, ByteBuffer data) throws Exception {}

    void receiveEnded(Link link) throws Exception {
        link.close();
    }

    void writable(Link link) throws Exception {}

    void idle(Link link, IdleKind kind, long silentMillis) throws Exception {}

    void closed(Link link, CloseReason reason) throws Exception {}

    @Override
    public final void onOpen(Link link) {
        call("open", link, () -> {
            opened.complete(link);
            opened(link);
        });
    }

    @Override
    public final void onReceive(Link link, ByteBuffer data) {
        call("receive", link, () -> {
            byte[] bytes = new byte[data.remaining()];
            data.duplicate().get(bytes);
            synchronized (received) {
                received.write(bytes);
            }
            received(link, data);
        });
    }

    @Override
    public final void onReceiveEnd(Link link) {
        call("receiveEnd", link, () -> {
            receiveEnded.countDown();
            receiveEnded(link);
        });
    }

    @Override
    public final void onWritable(Link link) {
        call("writable", link, () -> {
            writable.incrementAndGet();
            writable(link);
        });
    }

    @Override
    public final void onIdle(Link link, IdleKind kind, long silentMillis) {
        call("idle", link, () -> idle(link, kind, silentMillis));
    }

    @Override
    public final void onClose(Link link, CloseReason reason, int osCode) {
        try {
            call("close", link, () -> closed(link, reason));
        } finally {
            closed.complete(reason);
        }
    }

    /** Runs a task of the link under the same watch. */
    boolean execute(Link link, Hook task) {
        return link.execute(() -> call("task", link, task));
    }

    /** A callback for memory lent to a send, under the same watch; {@code outcomes} is told. */
    Link.SendCallback callback(Consumer<Link.SendOutcome> outcomes) {
        return (link, outcome) -> call("sent", link, () -> outcomes.accept(outcome));
    }

    /** Runs a task of the link later, under the same watch. */
    LinkTimer schedule(Link link, long delayMillis, Hook task) {
        return link.schedule(delayMillis, () -> {
            check(!ended, "a scheduled task after the last callback");
            call("task", link, task);
        });
    }

    private void call(String name, Link link, Hook body) {
        Thread thread = Thread.currentThread();
        check(inside.compareAndSet(null, thread), name + " overlaps another callback");
        check(INSIDE.get() == null, name + " is nested in another callback");
        check(isInPlace(link), name + " runs on " + thread);
        boolean task = "task".equals(name);
        check(task || calls.isEmpty() == "open".equals(name), name + " is the wrong first callback");
        check(task || !ended, name + " after the last callback");
        INSIDE.set(this);
        calls.add(name);
        ended |= "close".equals(name);
        try {
            body.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            INSIDE.remove();
            inside.set(null);
        }
    }

    private void check(boolean kept, String fault) {
        if (!kept) {
            faults.add(fault);
        }
    }

    Link link() {
        return Await.value(opened);
    }

    CloseReason reason() {
        return Await.value(closed);
    }

    /** Names of the callbacks so far, in order. */
    List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    int count(String call) {
        return Collections.frequency(calls(), call);
    }

    List<String> faults() {
        return faults;
    }

    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    int receivedBytes() {
        synchronized (received) {
            return received.size();
        }
    }

    void awaitReceived(int bytes) {
        Await.until(() -> "received " + receivedBytes() + " of " + bytes, () -> receivedBytes() >= bytes);
    }

    /** Sends back what it receives. */
    static class Echo extends Recorder {
        Echo(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) throws Exception {
            link.send(data);
        }
    }

    /** Part of a callback; may throw what it likes. */
    @FunctionalInterface
    interface Hook {
        void run() throws Exception;
    }
}
