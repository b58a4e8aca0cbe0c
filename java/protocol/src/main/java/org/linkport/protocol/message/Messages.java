/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.linkport.SendResult;
import org.linkport.protocol.Carrier;
import org.linkport.protocol.internal.OptionRange;

/** The messages between us and one peer. Any thread; nothing blocks. */
public final class Messages {
    private static final long TIMEOUT_MILLIS_MAX = 31_536_000_000L; // what a timer of a link takes
    private static final int REQUEST_HEAD_BYTES = 11;

    private final Carrier carrier;
    private final MessageOptions options;
    private final InFlight inFlight;
    private final Map<Integer, Request> serving = new ConcurrentHashMap<>();
    private final AtomicInteger servingCount = new AtomicInteger();

    Messages(Carrier carrier, MessageOptions options) {
        this.carrier = carrier;
        this.options = options;
        this.inFlight = new InFlight(options.maxInFlight());
    }

    /** What carries them. */
    public Carrier carrier() {
        return carrier;
    }

    /** Requests of ours that are unanswered, those given up included. */
    public int inFlight() {
        return inFlight.count();
    }

    /** Requests of the peer that are unanswered. */
    public int serving() {
        return servingCount.get();
    }

    /**
     * Says something without waiting for an answer. The body is copied.
     *
     * @param type 0 to 65,535
     */
    public SendResult tell(int type, ByteBuffer body) {
        checkType(type);
        ByteBuffer head = ByteBuffer.allocate(3).put(MessageKind.MESSAGE).putShort((short) type);
        return carrier.send(head.flip(), body);
    }

    /**
     * Asks. The body is copied.
     *
     * @param type 0 to 65,535
     * @param timeoutMillis how long to wait; 0 for ever, to 31,536,000,000
     * @return the body of the answer, a copy; or it fails with {@link RequestException}. To cancel it cancels the request.
     *     What depends on it runs where the callbacks do and must not block there
     */
    public CompletableFuture<ByteBuffer> request(int type, ByteBuffer body, long timeoutMillis) {
        FutureAnswer answer = new FutureAnswer();
        answer.isOf(request(type, body, timeoutMillis, answer));
        return answer;
    }

    /**
     * Asks, as {@link #request(int, ByteBuffer, long)} does, and tells {@code answer}; nothing is copied for it.
     *
     * @return what cancels it
     */
    public OpenRequest request(int type, ByteBuffer body, long timeoutMillis, OpenRequest.Answer answer) {
        checkType(type);
        OptionRange.check("timeoutMillis", timeoutMillis, 0, TIMEOUT_MILLIS_MAX);
        OpenRequest request = new OpenRequest(this, answer);
        RequestException.Cause refusal = inFlight.add(request);
        if (refusal != null) {
            request.failed(new RequestException(refusal, "the request was not sent: " + refusal));
            return request;
        }
        if (!sendRequest(request, type, body, timeoutMillis)) {
            inFlight.remove(request.id());
            request.failed(new RequestException(
                    carrier.isOpen() ? RequestException.Cause.REJECTED : RequestException.Cause.ENDED,
                    "the request was not sent"));
        } else if (timeoutMillis > 0) {
            request.timed(carrier.schedule(timeoutMillis, request::timeIsOver));
        }
        return request;
    }

    private boolean sendRequest(OpenRequest request, int type, ByteBuffer body, long timeoutMillis) {
        ByteBuffer head = ByteBuffer.allocate(REQUEST_HEAD_BYTES)
                .put(MessageKind.REQUEST)
                .putInt(request.id())
                .putShort((short) type)
                .putInt((int) Math.min(0xFFFF_FFFFL, timeoutMillis));
        boolean sent = false;
        try {
            sent = carrier.send(head.flip(), body).isAccepted();
            return sent;
        } finally {
            if (!sent) { // also when it is too long, which throws
                inFlight.remove(request.id());
            }
        }
    }

    private static void checkType(int type) {
        OptionRange.check("type", type, 0, 0xFFFF);
    }

    void sendCancel(int id) {
        carrier.send(ByteBuffer.allocate(5).put(MessageKind.CANCEL).putInt(id).flip());
    }

    /** Gives its id free first: the peer may use it again as soon as it has the answer. */
    SendResult sendAnswer(Request request, ByteBuffer head, ByteBuffer body) {
        boolean known = serving.remove(request.id(), request);
        SendResult result = SendResult.REJECTED;
        try {
            result = carrier.send(head, body);
        } finally {
            if (known && !result.isAccepted()) {
                serving.put(request.id(), request);
            } else if (known) {
                servingCount.decrementAndGet();
            }
        }
        return result;
    }

    /** Refuses what was never served. */
    void refuse(int id, int code, String text) {
        carrier.send(Request.failure(id, code, text));
    }

    /** Whether there is room for one more. Where the callbacks run. */
    boolean admits() {
        return servingCount.get() < options.maxServing();
    }

    /** False if its id is in use. Where the callbacks run. */
    boolean serve(Request request) {
        boolean added = serving.putIfAbsent(request.id(), request) == null;
        if (added) {
            servingCount.incrementAndGet();
        }
        return added;
    }

    void cancelServing(int id) {
        Request request = serving.get(id);
        if (request != null) {
            request.cancelled();
        }
    }

    InFlight requests() {
        return inFlight;
    }

    /** All that is open fails; with {@code forEver}, whatever is asked later, too. Where the callbacks run. */
    void failAll(RequestException.Cause why, boolean forEver) {
        forEach(
                inFlight.removeAll(forEver),
                request -> request.failed(new RequestException(why, "there is no answer: " + why)));
    }

    /** The peer has gone: nobody waits for what is served. Where the callbacks run. */
    void cancelAllServing() {
        List<Request> all = List.copyOf(serving.values());
        serving.clear();
        forEach(all, Request::cancelled);
    }

    /** The carrier has ended: the last callbacks. Where the callbacks run. */
    void ended(MessageHandler handler) {
        try {
            failAll(RequestException.Cause.ENDED, true);
        } finally {
            try {
                cancelAllServing();
            } finally {
                handler.onClose(this);
            }
        }
    }

    /** Each of them, though the program may throw at some. */
    private static <T> void forEach(Iterable<T> all, Consumer<T> action) {
        RuntimeException first = null;
        for (T each : all) {
            try {
                action.accept(each);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
