/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.DispatchOptions;
import org.linkport.IdleKind;
import org.linkport.LinkHandler;
import org.linkport.Retained;
import org.linkport.internal.buffer.Chunk;

/**
 * Calls the program for one link on an executor: events queue here, and whoever finds the lane idle hands it to the
 * executor, once. Received bytes are copied into chunks of the send pool: the worker's receive chunks are too few to
 * wait for handlers, and a handler that is slow would starve the links of others.
 */
final class DispatchLane implements Callbacks, Runnable {
    /** Calls in one run, after which the lane goes to the end of the executor's queue. */
    private static final int BATCH = 64;

    private static final ThreadLocal<Frame> FRAME = ThreadLocal.withInitial(Frame::new);

    private final EngineLink link;
    private final WorkerLoop worker;
    private final DispatchOptions options;

    /* any thread */
    private final AtomicReference<@Nullable LaneEvent> incoming = new AtomicReference<>();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private volatile boolean full;
    private volatile boolean holding;
    private volatile boolean refused;

    /* whoever runs the lane */
    private final GuardedHandler handler;
    private final LaneEvent.Queue ready = new LaneEvent.Queue();
    private final LaneEvent.Queue held = new LaneEvent.Queue();
    private @Nullable Chunk lent;

    DispatchLane(EngineLink link, WorkerLoop worker, DispatchOptions options) {
        this.link = link;
        this.worker = worker;
        this.options = options;
        this.handler = new GuardedHandler(link, null);
    }

    /** The lane that the thread is in. */
    private static final class Frame {
        private @Nullable DispatchLane lane;
        private boolean again;
    }

    /** Whether the calling thread is in a call of that worker's links. */
    static boolean isCurrentOf(WorkerLoop worker) {
        DispatchLane lane = FRAME.get().lane;
        return lane != null && lane.worker == worker;
    }

    @Override
    public void open(LinkHandler.Factory handlers, @Nullable ConnectRequest asked) {
        worker.lanes().add(this);
        LaneEvent event = worker.lanes().events().take(LaneEvent.Kind.OPEN);
        event.handlers = handlers;
        event.asked = asked;
        push(event);
    }

    @Override
    public void received(ByteBuffer data) {
        while (data.hasRemaining()) {
            Chunk chunk;
            try {
                chunk = worker.chunks().take(data.remaining());
            } catch (OutOfMemoryError e) {
                link.abort(CloseReason.NO_RESOURCES);
                return;
            }
            chunk.append(data);
            waitingBytes.addAndGet(chunk.capacity());
            LaneEvent event = worker.lanes().events().take(LaneEvent.Kind.RECEIVE);
            event.bytes = chunk;
            push(event);
        }
        if (waitingBytes.get() >= options.waitingBytes()) {
            full = true;
            clearFull(); // it may have been used up before it was marked, and nobody would clear the mark
            link.request(LinkRequests.FLOW);
        }
    }

    @Override
    public void receiveEnded() {
        push(worker.lanes().events().take(LaneEvent.Kind.RECEIVE_END));
    }

    @Override
    public void writable() {
        push(worker.lanes().events().take(LaneEvent.Kind.WRITABLE));
    }

    @Override
    public void idle(IdleKind kind, long silentMillis) {
        run(() -> handler.idle(kind, silentMillis));
    }

    @Override
    public void closed(CloseReason reason, int osCode) {
        LaneEvent event = worker.lanes().events().take(LaneEvent.Kind.CLOSE);
        event.reason = reason;
        event.osCode = osCode;
        push(event);
        takeOverIfLost();
    }

    @Override
    public void run(Runnable task) {
        LaneEvent event = worker.lanes().events().take(LaneEvent.Kind.TASK);
        event.task = task;
        push(event);
    }

    @Override
    public boolean execute(Runnable task) {
        if (worker.hasEnded()) {
            return false;
        }
        LaneEvent event = new LaneEvent();
        event.task = task;
        push(event);
        return true;
    }

    @Override
    public Retained retain() {
        Chunk chunk = FRAME.get().lane == this ? lent : null;
        if (chunk == null) {
            throw WorkerCallbacks.notLent();
        }
        lent = null;
        return new KeptMemory(chunk.lent().slice(), () -> release(chunk));
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void resumed() {
        if (holding) {
            handOver();
        }
    }

    private void push(LaneEvent event) {
        LaneEvent seen;
        do {
            seen = incoming.get();
            event.next = seen;
        } while (!incoming.compareAndSet(seen, event));
        handOver();
    }

    private void handOver() {
        if (handedOver.get() == 0 && handedOver.compareAndSet(0, 1)) {
            submit();
        }
    }

    private void submit() {
        if (refused) {
            runOnWorker();
            return;
        }
        try {
            options.executor().execute(this);
        } catch (Throwable refusal) {
            refuse(refusal);
        }
    }

    private void refuse(Throwable refusal) {
        refused = true;
        link.handlerFailed(refusal);
        runOnWorker();
    }

    /** Not at once, even there: it may be in the middle of something. */
    private void runOnWorker() {
        worker.post(this, this);
    }

    /** An executor that has terminated will not run it any more. Owner only. */
    void takeOverIfLost() {
        if (!refused
                && handedOver.get() == 1
                && options.executor() instanceof ExecutorService service
                && service.isTerminated()) {
            refuse(new IllegalStateException("the executor has terminated and did not run what it accepted"));
        }
    }

    @Override
    public void run() {
        Frame frame = FRAME.get();
        if (frame.lane == this) { // the executor runs things in execute(): not in there, but after it
            frame.again = true;
            return;
        }
        DispatchLane outer = frame.lane;
        boolean outerAgain = frame.again;
        frame.lane = this;
        try {
            do {
                frame.again = false;
                callSome();
                submitTheRest();
            } while (frame.again);
        } finally {
            frame.lane = outer;
            frame.again = outerAgain;
        }
    }

    private void callSome() {
        for (int i = 0; i < BATCH; i++) {
            LaneEvent event = next();
            if (event == null) {
                return;
            }
            try {
                call(event);
            } catch (Throwable failure) { // not of the handler, which is guarded: the log failed, say
                worker.eventFailed(failure);
            }
            worker.lanes().events().give(event);
        }
    }

    /** From the moment the lane is not handed over, another thread may run it. */
    private void submitTheRest() {
        if (!ready.isEmpty()) {
            submit();
            return;
        }
        handedOver.set(0);
        if (incoming.get() != null || (holding && !link.input().isPaused())) {
            handOver();
        }
    }

    private @Nullable LaneEvent next() {
        if (holding && !link.input().isPaused()) {
            LaneEvent event = held.poll();
            holding = !held.isEmpty();
            return event;
        }
        for (LaneEvent event = nextReady(); event != null; event = nextReady()) {
            if (!event.isInput() || !(holding || link.input().isPaused())) {
                return event;
            }
            held.add(event);
            holding = true;
        }
        return null;
    }

    private @Nullable LaneEvent nextReady() {
        if (ready.isEmpty() && incoming.get() != null) {
            ready.addAll(incoming.getAndSet(null));
        }
        return ready.poll();
    }

    private void call(LaneEvent event) {
        switch (event.kind) {
            case OPEN -> callOpen(event);
            case RECEIVE -> callOnReceive(event);
            case RECEIVE_END -> {
                if (!discardsInput()) {
                    handler.receiveEnded();
                }
            }
            case WRITABLE -> {
                if (!refused && link.life().takesOutput()) {
                    handler.writable();
                }
            }
            case CLOSE -> callOnClose(event);
            case TASK -> {
                if (event.task != null) {
                    handler.run(event.task);
                }
            }
        }
    }

    private void callOpen(LaneEvent event) {
        if (!refused && event.handlers != null) {
            handler.open(event.handlers, event.asked);
        } else if (event.asked != null) {
            event.asked.failed(CloseReason.HANDLER_ERROR, 0, new IllegalStateException("the executor refused to run"));
        }
    }

    private void callOnReceive(LaneEvent event) {
        Chunk chunk = event.bytes;
        if (chunk == null) {
            return;
        }
        lent = chunk;
        if (!discardsInput()) {
            handler.received(chunk.lend());
        }
        if (lent != null) { // not retained
            lent = null;
            release(chunk);
        }
    }

    private boolean discardsInput() {
        return refused || link.input().isDiscarded();
    }

    private void callOnClose(LaneEvent event) {
        for (LaneEvent unread = held.poll(); unread != null; unread = held.poll()) {
            if (unread.bytes != null) {
                release(unread.bytes);
            }
            worker.lanes().events().give(unread);
        }
        holding = false;
        if (event.reason != null) {
            handler.closed(event.reason, event.osCode);
        }
        worker.lanes().ended(this);
    }

    /** Any thread. */
    private void release(Chunk chunk) {
        int capacity = chunk.capacity();
        worker.pool().give(chunk);
        waitingBytes.addAndGet(-capacity);
        if (full && clearFull()) {
            link.request(LinkRequests.FLOW);
        }
    }

    private boolean clearFull() {
        boolean cleared = waitingBytes.get() <= options.waitingBytes() / 2;
        if (cleared) {
            full = false;
        }
        return cleared;
    }
}
