/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.log;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.SendResult;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;

/**
 * Sends one follower its lines, as fast as the link takes them. They wait in a queue of limited length; those that come
 * while it is full are counted. Where the callbacks of the link run, but for {@link #add}.
 */
final class LogServer implements ProtocolHandler, LogTail.Follower {
    static final int QUEUE_LINES = 1_024;
    private static final int RETRY_MILLIS = 20;

    private final Conversation conversation;
    private final LogTail tail;
    private @Nullable LogWanted wanted;
    private @Nullable Request unanswered;
    private final ArrayDeque<LogLine> earlier = new ArrayDeque<>();
    private boolean congested;

    /* under the lock */
    private final ArrayDeque<LogLine> queue = new ArrayDeque<>();
    private long dropped;
    private boolean scheduled;

    LogServer(Conversation conversation, LogTail tail) {
        this.conversation = conversation;
        this.tail = tail;
    }

    @Override
    public void onRequest(Request request) {
        if (request.type() != LogFollow.FOLLOW) {
            ProtocolHandler.super.onRequest(request);
            return;
        }
        if (wanted != null) {
            request.fail(MessageFailure.FAILED, "this conversation has asked for lines before");
            return;
        }
        LogWanted asked = LogWanted.read(request.body());
        synchronized (queue) {
            wanted = asked;
        }
        earlier.addAll(tail.follow(asked, this));
        unanswered = request;
        send();
    }

    /** Any thread, under the tail's lock. */
    @Override
    public void add(LogLine line) {
        synchronized (queue) {
            if (wanted == null || !wanted.means(line)) {
                return;
            }
            if (queue.size() == QUEUE_LINES) {
                dropped++;
            } else {
                queue.add(line);
            }
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        conversation.link().execute(this::send);
    }

    private void send() {
        synchronized (queue) {
            scheduled = false;
        }
        sendEarlier();
        while (unanswered == null && !congested && conversation.link().isOpen()) {
            long lost;
            LogLine line;
            synchronized (queue) {
                line = queue.poll();
                lost = queue.isEmpty() ? dropped : 0;
                dropped -= lost;
            }
            if (line != null) {
                tell(LogFollow.LINE, line.body());
            }
            if (lost > 0) {
                tell(LogFollow.DROPPED, ByteBuffer.allocate(8).putLong(lost).flip());
            }
            if (line == null) {
                return;
            }
        }
    }

    /** What was there before, as fast as the link takes it, and then the answer. */
    private void sendEarlier() {
        Request request = unanswered;
        while (request != null && !congested && conversation.link().isOpen()) {
            LogLine line = earlier.poll();
            if (line != null) {
                tell(LogFollow.LINE, line.body());
            } else if (request.reply(ByteBuffer.allocate(0)).isAccepted()) {
                request = null;
            } else {
                conversation.carrier().schedule(RETRY_MILLIS, this::send); // it may never have been congested
                return;
            }
        }
        unanswered = request;
    }

    private void tell(int type, ByteBuffer body) {
        SendResult result = conversation.messages().tell(type, body);
        congested |= result == SendResult.CONGESTED;
        if (!result.isAccepted()) {
            synchronized (queue) {
                dropped++;
            }
        }
    }

    @Override
    public void onWritable() {
        congested = false;
        send();
    }

    @Override
    public void onClose(CloseReason reason) {
        tail.leave(this);
    }
}
