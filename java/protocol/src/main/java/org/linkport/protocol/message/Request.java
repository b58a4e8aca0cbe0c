/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.linkport.SendResult;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.value.ValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of the peer. It is answered once, by {@link #reply} or {@link #fail}, from any thread, now or later. */
public final class Request {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final int TEXT_BYTES_MAX = 1_024;

    private final Messages messages;
    private final int id;
    private final int type;
    private final long timeoutMillis;
    private volatile @Nullable ByteBuffer body;
    private boolean kept;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /* under the lock */
    private @Nullable Runnable onCancel;
    private boolean cancelled;

    private enum State {
        OPEN,
        ANSWERING,
        ANSWERED
    }

    Request(Messages messages, int id, int type, long timeoutMillis, ByteBuffer body) {
        this.messages = messages;
        this.id = id;
        this.type = type;
        this.timeoutMillis = timeoutMillis;
        this.body = body;
    }

    int id() {
        return id;
    }

    /** Of the program, 0 to 32,767, or of the library. */
    public int type() {
        return type;
    }

    /** How long the peer was going to wait when it asked, in milliseconds; 0 for ever. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /**
     * What it holds, lent for {@link MessageHandler#onRequest} only, unless it was {@linkplain #keepBody kept}.
     *
     * @throws IllegalStateException after that
     */
    public ByteBuffer body() {
        ByteBuffer lent = body;
        if (lent == null) {
            throw new IllegalStateException("the body of a request is lent for onRequest only");
        }
        return lent;
    }

    /** Copies the body, which is then good for as long as one likes. Within {@link MessageHandler#onRequest}, once. */
    public void keepBody() {
        ByteBuffer lent = body();
        body = ByteBuffer.allocate(lent.remaining()).put(lent).flip();
        kept = true;
    }

    void takeBodyBack() {
        if (!kept) {
            body = null;
        }
    }

    /**
     * Runs what serves it, and answers what that throws as {@link MessageHandler#onRequest} says: for who serves requests on
     * a thread of its own. A {@link FrameException} and what is thrown after the answer go on to the caller.
     */
    public void serve(Consumer<Request> handler) {
        try {
            handler.accept(this);
        } catch (FrameException e) {
            throw e;
        } catch (ValueException e) {
            failed(MessageFailure.MALFORMED, "the request cannot be read", e);
        } catch (RuntimeException e) {
            LOG.error("a request of type {} failed", type, e);
            failed(MessageFailure.FAILED, "the request failed", e);
        }
    }

    private void failed(int code, String text, RuntimeException cause) {
        if (isAnswered()) {
            throw cause; // it is too late for a refusal, and the handler is at fault
        }
        fail(code, text);
    }

    /** Whether the peer does not wait any more, or has gone. It is to be answered nevertheless. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Runs a task once the peer does not wait any more, where the callbacks run; at once, here, if it does not now. */
    public void onCancel(Runnable task) {
        synchronized (this) {
            if (!cancelled) {
                if (onCancel != null) {
                    throw new IllegalStateException("one task is there already");
                }
                onCancel = task;
                return;
            }
        }
        task.run();
    }

    void cancelled() {
        Runnable task;
        synchronized (this) {
            cancelled = true;
            task = onCancel;
            onCancel = null;
        }
        if (task != null) {
            task.run();
        }
    }

    boolean isAnswered() {
        return state.get() == State.ANSWERED;
    }

    /**
     * Answers.
     *
     * @return {@link SendResult#REJECTED} if the answer was not taken: if the carrier is still open, one may answer again
     * @throws IllegalStateException if it was answered before
     */
    public SendResult reply(ByteBuffer answer) {
        return answer(
                ByteBuffer.allocate(5).put(MessageKind.RESPONSE).putInt(id).flip(), answer);
    }

    /**
     * Refuses.
     *
     * @param code see {@link MessageFailure}; 1 to 65,535
     * @param text for people; cut after 1,024 bytes
     * @return as of {@link #reply}
     * @throws IllegalStateException if it was answered before
     */
    public SendResult fail(int code, String text) {
        return answer(failure(id, code, text), ByteBuffer.allocate(0));
    }

    static ByteBuffer failure(int id, int code, String text) {
        if (code < 1 || code > 0xFFFF) {
            throw new IllegalArgumentException("code is " + code + " and must be from 1 to 65535");
        }
        byte[] bytes = cut(text).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(9 + bytes.length)
                .put(MessageKind.FAILURE)
                .putInt(id)
                .putShort((short) code)
                .putShort((short) bytes.length)
                .put(bytes)
                .flip();
    }

    /** Never between the two halves of a character. */
    private static String cut(String text) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
            end = text.offsetByCodePoints(Math.min(end, TEXT_BYTES_MAX + 1), -1);
        }
        return text.substring(0, end);
    }

    private SendResult answer(ByteBuffer head, ByteBuffer rest) {
        if (!state.compareAndSet(State.OPEN, State.ANSWERING)) {
            throw new IllegalStateException("the request was answered before");
        }
        SendResult result = SendResult.REJECTED;
        try {
            result = messages.sendAnswer(this, head, rest);
        } finally {
            state.set(result.isAccepted() ? State.ANSWERED : State.OPEN);
        }
        return result;
    }
}
