/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.SendOptions;
import org.linkport.SendResult;
import org.linkport.internal.buffer.SendItem;
import org.linkport.internal.stats.Counter;

/** The sending half of a link: what {@code send} accepted, from any thread, until the kernel has it. */
final class LinkOutput {
    /** From here on a copy costs more than a call of the system. */
    private static final int UNCOPIED_BYTES = 8 << 10;

    private final EngineLink link;
    private final WorkerLoop worker;

    /* any thread */
    private final PendingBytes pending;
    private final ForeignMessages foreignMessages = new ForeignMessages();

    /* owner thread */
    private final Lent.Queue ended = new Lent.Queue();
    private final Outbound outbound;
    private final @Nullable SendBatch batch;
    private boolean takesNoMore;

    LinkOutput(EngineLink link, WorkerLoop worker) {
        this.link = link;
        this.worker = worker;
        this.pending = new PendingBytes(link.options().send(), worker.pendingShare());
        this.outbound = new Outbound(worker.chunks(), ended);
        SendOptions.Batch wanted = link.options().send().batch();
        this.batch = wanted.bytes() == 0 ? null : new SendBatch(link, worker, wanted);
    }

    /** Any thread. */
    SendResult send(ByteBuffer message) {
        int start = message.position();
        int size = message.remaining();
        boolean own = worker.isCurrentThread();
        SendResult result = own ? admitOwn(size) : admit(size);
        if (!result.isAccepted() || size == 0) {
            return result;
        }
        try {
            if (own) {
                queueHere(message, result);
            } else {
                queueElsewhere(worker.pool().copy(message));
            }
            return result;
        } catch (OutOfMemoryError e) {
            message.position(start);
            return memoryUsedUp(size);
        }
    }

    /** Two parts, one message. Any thread. */
    SendResult send(ByteBuffer head, ByteBuffer body) {
        if (!head.hasRemaining() || !body.hasRemaining()) {
            return send(head.hasRemaining() ? head : body);
        }
        int headStart = head.position();
        int bodyStart = body.position();
        int size = Math.addExact(head.remaining(), body.remaining());
        SendResult result = admit(size);
        if (!result.isAccepted()) {
            return result;
        }
        try {
            queue(head, body);
            return result;
        } catch (OutOfMemoryError e) {
            head.position(headStart);
            body.position(bodyStart);
            return memoryUsedUp(size);
        }
    }

    private void queue(ByteBuffer head, ByteBuffer body) {
        if (worker.isCurrentThread()) {
            takeForeign();
            outbound.append(head, body);
            queuedHere();
        } else {
            queueElsewhere(worker.pool().copy(head, body));
        }
    }

    /** Owner only. */
    private SendResult admitOwn(int size) {
        SendResult result = pending.admitOwn(size);
        if (result.isAccepted()) {
            worker.counters().add(Counter.MESSAGES_SENT, 1);
            worker.counters().add(Counter.BYTES_ACCEPTED, size);
        } else {
            rejected();
        }
        return result;
    }

    private SendResult admit(int size) {
        SendResult result = pending.admit(size);
        if (result.isAccepted()) {
            worker.count(Counter.MESSAGES_SENT);
            worker.count(Counter.BYTES_ACCEPTED, size);
        } else {
            rejected();
        }
        return result;
    }

    private void rejected() {
        worker.count(Counter.MESSAGES_REJECTED);
        if (link.options().send().overflow() == SendOptions.Overflow.CLOSE && !pending.isShut()) {
            link.abort(CloseReason.OVERFLOW);
        }
    }

    /** Queues a message as {@link #send} does, but leaves it to the caller to post the link. Not for its worker. */
    SendResult offer(ByteBuffer message) {
        int size = message.remaining();
        SendResult result = admit(size);
        if (!result.isAccepted() || size == 0) {
            return result;
        }
        try {
            foreignMessages.add(worker.pool().copy(message));
            return result;
        } catch (OutOfMemoryError e) {
            return memoryUsedUp(size);
        }
    }

    private void queueHere(ByteBuffer message, SendResult result) {
        takeForeign(); // what other threads sent earlier goes first
        if (result == SendResult.QUEUED && message.remaining() >= UNCOPIED_BYTES && message.isDirect()) {
            sendNow(message);
        }
        outbound.append(message);
        queuedHere();
    }

    /** What is large and first in line leaves from where it is, so that only what the system does not take is copied. */
    private void sendNow(ByteBuffer message) {
        if (!outbound.isEmpty() || batch != null) {
            return;
        }
        int count = link.transport().sendNow(message);
        if (count > 0) {
            link.traffic().sent(count, 1, worker.now());
            worker.counters().add(Counter.SYSTEM_SENDS, 1);
            worker.counters().add(Counter.BYTES_SENT, count);
            released(count);
        }
    }

    private void queue(SendItem lent) {
        if (worker.isCurrentThread()) {
            takeForeign();
            outbound.appendLent(lent);
            queuedHere();
        } else {
            queueElsewhere(lent);
        }
        regionQueued(lent);
    }

    private void regionQueued(SendItem lent) {
        if (batch != null && lent instanceof FileRegion) {
            link.request(LinkRequests.BATCH); // there is nothing small that it could wait for
        }
    }

    private void queuedHere() {
        link.traffic().queued(1);
        worker.applyLater(link);
    }

    private void queueElsewhere(SendItem message) {
        foreignMessages.add(message);
        link.request(LinkRequests.MESSAGES);
    }

    /** Any thread. */
    SendResult send(KeptMemory memory) {
        ByteBuffer bytes = memory.taken();
        SendResult result = send(LentMemory.of(link, bytes, worker.addressOf(bytes), memory));
        if (!result.isAccepted()) {
            memory.returned();
        }
        return result;
    }

    /** Any thread. */
    SendResult lend(ByteBuffer direct, Link.SendCallback callback) {
        ByteBuffer bytes = direct.slice();
        int start = direct.position();
        direct.position(direct.limit()); // before: the callback may use the buffer again at once
        SendResult result = send(LentMemory.of(link, bytes, worker.addressOf(bytes), callback));
        if (!result.isAccepted()) {
            direct.position(start);
        }
        return result;
    }

    /** Any thread. */
    SendResult send(FileRegion region) {
        SendResult result = send((SendItem) region);
        if (!result.isAccepted()) {
            region.refused();
        }
        return result;
    }

    /** A header and a region, one message. Any thread. */
    SendResult send(ByteBuffer head, FileRegion region) {
        if (!head.hasRemaining()) {
            return send(region);
        }
        int start = head.position();
        int size = Math.addExact(head.remaining(), (int) region.charge());
        SendResult result = admit(size);
        if (!result.isAccepted()) {
            region.refused();
            return result;
        }
        try {
            queue(head, region);
            return result;
        } catch (OutOfMemoryError e) {
            head.position(start);
            if (worker.isCurrentThread()) {
                released(region.charge()); // the head is in the queue, this is not
            }
            region.refused();
            return memoryUsedUp(size);
        }
    }

    private void queue(ByteBuffer head, FileRegion region) {
        if (worker.isCurrentThread()) {
            takeForeign(); // once: nothing may come between the two
            outbound.append(head);
            outbound.appendLent(region);
            queuedHere();
        } else {
            region.beginWith(worker.pool().copy(head));
            queueElsewhere(region);
        }
        regionQueued(region);
    }

    private SendResult send(SendItem lent) {
        SendResult result = admit((int) lent.charge());
        if (result.isAccepted()) {
            queue(lent);
        }
        return result;
    }

    /** Direct memory is used up: the answer is a value, as for any other message that does not fit. */
    private SendResult memoryUsedUp(int size) {
        if (worker.isCurrentThread()) {
            // Part of the message may be queued, and half must not be sent; the end of the link drops what counts.
            link.abort(CloseReason.NO_RESOURCES);
        } else {
            released(size);
            link.request(LinkRequests.MESSAGES); // an end of the output may have waited for it
        }
        return SendResult.REJECTED;
    }

    /** Accepted bytes that are not pending any more. Any thread. */
    private void released(long bytes) {
        pending.withdraw(bytes);
        worker.count(Counter.BYTES_RELEASED, bytes);
    }

    /** Accepts nothing from here on. Any thread. */
    void shut() {
        pending.shut();
    }

    /** Accepted and not handed over. Any thread. */
    long pendingBytes() {
        return pending.bytes();
    }

    /** Queues what other threads sent, unless the output has ended. Owner only. */
    void takeForeign() {
        if (takesNoMore) {
            released(foreignMessages.drop(worker.pool(), ended));
        } else {
            int messages = foreignMessages.moveTo(outbound);
            if (messages > 0) {
                link.traffic().queued(messages);
            }
        }
    }

    /** Any thread. */
    boolean isBatched() {
        return batch != null;
    }

    /** What one step had to send is queued, and handed over as far as the system takes it. Owner only. */
    void stepEnds() {
        pending.giveBack();
    }

    /** Whether what waits is to be handed over now, with these requests. Owner only. */
    boolean isDue(int requests) {
        return outbound.hasUnsubmitted() && (batch == null || batch.isDue(requests, outbound.unsubmittedBytes()));
    }

    /** Whether a thread was told that its message is accepted and has yet to queue it. Owner only. */
    boolean isAwaited() {
        return pending.bytes() > outbound.bytes();
    }

    /** The kernel has that many bytes. True if {@code onWritable} is due. Owner only. */
    boolean sent(long count) {
        long released = outbound.consume(count);
        worker.counters().add(Counter.BYTES_SENT, count);
        worker.counters().add(Counter.BYTES_RELEASED, released);
        return pending.handedOver(released);
    }

    /** What was taken so far is the last of it. Owner only. */
    void end() {
        takesNoMore = true;
    }

    /** The link has closed: what is left will not be sent. Owner only. */
    void close() {
        end();
        shut();
        released(outbound.clear());
        takeForeign(); // its mail is under way, and who sent it before the end is told before the end
        if (batch != null) {
            batch.end();
        }
    }

    /** Gives back what was lent and nobody needs any more, to the program by callbacks in their order. Owner only. */
    void giveBack() {
        for (Lent lent = ended.poll(); lent != null; lent = ended.poll()) {
            if (lent.concernsTheProgram()) {
                link.run(lent);
            } else {
                lent.run();
            }
        }
    }

    /** The worker has ended: drops what other threads queue, and gives it back on this one. Any thread. */
    void dropHere() {
        Lent.Queue dropped = new Lent.Queue(); // the other one is the worker's
        released(foreignMessages.drop(worker.pool(), dropped));
        for (Lent lent = dropped.poll(); lent != null; lent = dropped.poll()) {
            try {
                lent.run();
            } catch (Throwable failure) {
                link.handlerFailed(failure);
            }
        }
    }

    Outbound outbound() {
        return outbound;
    }
}
