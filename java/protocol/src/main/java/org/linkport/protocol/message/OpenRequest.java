/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkTimer;

/** A request of ours that was sent and not answered. Any thread. */
public final class OpenRequest {
    private final Messages messages;
    private final Answer answer;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile int id;
    private volatile @Nullable LinkTimer timer;

    /** Is told once what became of a request. */
    public interface Answer {
        /** The answer has come. The body is lent for this call only. Where the callbacks of the carrier run. */
        void answered(ByteBuffer body);

        /**
         * There is no answer. Where the callbacks of the carrier run, or on the thread that asked or cancelled, before
         * that call returns.
         */
        void failed(RequestException failure);
    }

    OpenRequest(Messages messages, Answer answer) {
        this.messages = messages;
        this.answer = answer;
    }

    void sentAs(int newId) {
        id = newId;
    }

    int id() {
        return id;
    }

    void timed(LinkTimer newTimer) {
        timer = newTimer;
        if (done.get()) {
            newTimer.cancel();
        }
    }

    /** Whether it waits for its answer. */
    public boolean isOpen() {
        return !done.get();
    }

    /**
     * Gives it up: it fails with {@link RequestException.Cause#CANCELLED}, and the peer is told that it may stop.
     *
     * @return false if it was answered or had failed before
     */
    public boolean cancel() {
        return giveUp(RequestException.Cause.CANCELLED, "the request was cancelled");
    }

    void timeIsOver() {
        giveUp(RequestException.Cause.TIMED_OUT, "no answer came in time");
    }

    private boolean giveUp(RequestException.Cause why, String message) {
        boolean first = done.compareAndSet(false, true);
        if (first) {
            endTimer();
            messages.sendCancel(id);
            answer.failed(new RequestException(why, message));
        }
        return first;
    }

    void answered(ByteBuffer body) {
        if (done.compareAndSet(false, true)) {
            endTimer();
            answer.answered(body);
        }
    }

    void failed(RequestException failure) {
        if (done.compareAndSet(false, true)) {
            endTimer();
            answer.failed(failure);
        }
    }

    private void endTimer() {
        LinkTimer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
