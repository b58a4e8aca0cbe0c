/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.linkport.Client;
import org.linkport.Link;
import org.linkport.LinkTimer;
import org.linkport.SendResult;
import org.linkport.protocol.Carrier;
import org.linkport.protocol.frame.FrameException;

/**
 * A conversation with one peer, over one link after the other. Methods may be called from any thread, also while there is
 * no link; nothing blocks.
 *
 * <p>A message is sent when {@code send} accepts it: from then on it is kept until the peer has acknowledged it. Above half
 * of {@link SessionOptions#maxReplayBytes} the answer is {@link SendResult#CONGESTED}, and
 * {@link SessionHandler#onWritable} follows.
 */
public final class Session implements Carrier {
    /* Who may touch a session: the thread of the link that owns it, or without one, the thread of the sessions. A link is
    given to it and taken away on the latter only, and a link that was taken away is heard no more. */
    private final Sessions sessions;
    private final SessionHandler handler;
    private final boolean server;
    private final Replay replay;
    private final Inbox inbox;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile @Nullable SessionLink owner;
    private volatile @Nullable SessionId id;
    private volatile @Nullable Client client;
    private volatile boolean closing;
    private volatile boolean ended;

    /* the owner */
    private boolean opened;
    private boolean closeSent;

    /* the thread of the sessions */
    private @Nullable SessionLink nextOwner;
    private @Nullable Runnable nextTask;
    private @Nullable Future<?> expiry;

    Session(Sessions sessions, SessionHandler handler, boolean server) {
        this.sessions = sessions;
        this.handler = handler;
        this.server = server;
        this.inbox = new Inbox(this, handler);
        this.replay = new Replay(sessions.options(), inbox::handled);
    }

    @Override
    public SendResult send(ByteBuffer payload) {
        return replay.send(ByteBuffer.allocate(0), payload);
    }

    @Override
    public SendResult send(ByteBuffer head, ByteBuffer body) {
        return replay.send(head, body);
    }

    @Override
    public int maxPayloadBytes() {
        return sessions.options().maxPayloadBytes();
    }

    /** False once {@link #close} or {@link #abort} was called, by whomever, or the session has ended. */
    @Override
    public boolean isOpen() {
        return !closing && !ended;
    }

    /** The link that carries it now. */
    public Optional<Link> link() {
        SessionLink now = owner;
        return now == null ? Optional.empty() : Optional.of(now.link());
    }

    /** Messages of ours that are not acknowledged. */
    public long unacknowledged() {
        return replay.unacknowledged();
    }

    /** Bytes that are kept for messages that are not acknowledged. */
    public long replayBytes() {
        return replay.bytes();
    }

    /** Messages of the peer that came again and were dropped. */
    public long duplicates() {
        return inbox.duplicates();
    }

    /**
     * Accepts nothing more, waits until everything is acknowledged, over further links if need be, and then ends the session
     * on both sides. Returns at once.
     */
    @Override
    public void close() {
        closing = true;
        replay.shut();
        execute(this::closeIfDone);
    }

    /** Ends it now; the link is reset. What is not acknowledged may be lost. */
    public void abort() {
        closing = true;
        replay.shut();
        execute(() -> end(SessionEnd.ABORTED));
    }

    @Override
    public boolean execute(Runnable task) {
        if (ended) {
            return false;
        }
        tasks.add(task);
        if (ended) { // perhaps nobody has seen it
            return !tasks.remove(task);
        }
        wake();
        return true;
    }

    @Override
    public LinkTimer schedule(long delayMillis, Runnable task) {
        SessionTimer timer = new SessionTimer(this, task);
        timer.waitsAs(sessions.thread().schedule(delayMillis, () -> execute(timer)));
        return timer;
    }

    private void wake() {
        SessionLink now = owner;
        if (now == null) {
            sessions.thread().execute(() -> runTasks(null));
        } else {
            now.framed().execute(() -> runTasks(now));
        }
    }

    /** Runs what waits, if the session is still owned here. */
    private void runTasks(@Nullable SessionLink here) {
        while (owner == here && (here == null || !here.isClosed())) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            if (here == null) {
                SessionThread.run(task);
            } else {
                task.run();
            }
        }
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable
    SessionId id() {
        return id;
    }

    void isNamed(SessionId name) {
        id = name;
    }

    Inbox inbox() {
        return inbox;
    }

    Replay replay() {
        return replay;
    }

    boolean isOwnedBy(SessionLink link) {
        return owner == link;
    }

    /** A session that nobody else knows yet belongs to the link that it begins on. */
    void isOwnedFirstBy(SessionLink link) {
        owner = link;
    }

    /** On the thread of the link that owns it first. */
    void begin(SessionLink link) {
        attached(link, 0);
    }

    /** Runs a task on the thread of the sessions once no other link owns this. On that thread; the last who asks wins. */
    private void whenFree(SessionLink link, Runnable task) {
        SessionLink now = owner;
        SessionLink other = nextOwner;
        nextOwner = null;
        nextTask = null;
        if (other != null && other != link) {
            other.link().abort();
        }
        if (ended) {
            link.sessionHasEnded();
        } else if (now == null) {
            task.run();
        } else {
            nextOwner = link;
            nextTask = task;
            now.link().abort();
        }
    }

    /** Gives it a link whose peer has received so much of ours. Any thread; the link is paused meanwhile. */
    void attach(SessionLink link, long peerReceived) {
        sessions.thread().execute(() -> whenFree(link, () -> own(link, peerReceived)));
    }

    private void own(SessionLink link, long peerReceived) {
        if (link.link().isOpen()) {
            cancelExpiry();
            owner = link;
            if (!link.framed().execute(() -> attached(link, peerReceived))) {
                detached(link);
            }
        } else if (expiry == null) {
            expireLater();
        }
    }

    private void attached(SessionLink link, long peerReceived) {
        if (owner != link || link.isClosed()) {
            return; // it has closed meanwhile, and will be detached
        }
        boolean hasRoom;
        try {
            replay.linked(link.framed(), peerReceived);
            hasRoom = replay.acknowledged(peerReceived);
        } catch (FrameException e) {
            link.framed().fail(e);
            return;
        }
        closeSent = false;
        link.confirm(!opened);
        inbox.linked(link.framed());
        replay.linkWritable(link.framed());
        link.framed().resume();
        if (!opened) {
            opened = true;
            handler.onOpen(this);
        }
        handler.onLink(this, link.link());
        if (hasRoom) {
            handler.onWritable(this);
        }
        runTasks(link);
        closeIfDone();
    }

    /** The link has told its last. Any thread. */
    void detach(SessionLink link) {
        sessions.thread().execute(() -> detached(link));
    }

    private void detached(SessionLink link) {
        if (nextOwner == link) {
            nextOwner = null;
            nextTask = null;
        }
        if (owner != link) {
            return;
        }
        replay.unlinked();
        owner = null;
        if (opened && !ended) {
            SessionThread.run(() -> handler.onUnlink(this));
        }
        SessionLink next = nextOwner;
        Runnable task = nextTask;
        nextOwner = null;
        nextTask = null;
        if (next != null && task != null) {
            whenFree(next, task);
        } else {
            expireLater();
        }
        runTasks(null);
    }

    private void expireLater() {
        if (server && !ended && owner == null) {
            expiry = sessions.thread().schedule(sessions.options().resumeMillis(), () -> {
                if (owner == null) {
                    boolean done = closing && replay.lastIfDone() >= 0;
                    end(done ? SessionEnd.CLOSED : SessionEnd.EXPIRED);
                }
            });
        }
    }

    private void cancelExpiry() {
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
    }

    /** The server knows this session no more; begins a new one on the same link, which is paused. Any thread. */
    void lost(SessionLink link) {
        sessions.thread().execute(() -> whenFree(link, () -> beginAnew(link)));
    }

    private void beginAnew(SessionLink link) {
        if (closing && replay.lastIfDone() >= 0) {
            end(SessionEnd.CLOSED); // it had the end, and our link broke before we knew
            link.link().close();
            return;
        }
        long inDoubt = replay.restart();
        id = null;
        inbox.restart();
        SessionThread.run(() -> handler.onGap(this, new Gap(Gap.Cause.SESSION_LOST, inDoubt)));
        link.framed().send(SessionWire.open());
        link.framed().resume();
    }

    /** The server takes no session of ours. On the link's thread. */
    void refused(SessionLink link) {
        sessions.thread()
                .execute(() -> whenFree(link, () -> {
                    end(SessionEnd.REFUSED);
                    link.link().close();
                }));
    }

    /** A client's session connects no more when it has ended, and ends when it connects no more. */
    void endsWith(Client newClient) {
        client = newClient;
        if (ended) {
            newClient.close();
        }
        CompletionStage<Void> unused = newClient.ended().thenRun(() -> execute(() -> end(SessionEnd.SHUTDOWN)));
    }

    /** The peer has everything up to that number. On the owner's thread. */
    void acknowledged(long number) {
        if (replay.acknowledged(number)) {
            handler.onWritable(this);
        }
        closeIfDone();
    }

    private void closeIfDone() {
        SessionLink now = owner;
        long last = replay.lastIfDone();
        if (!closing || ended || closeSent || last < 0) {
            return;
        }
        if (now != null) {
            closeSent = now.framed().send(SessionWire.close(last)).isAccepted();
        } else if (id == null && !opened && last == 0) {
            end(SessionEnd.CLOSED); // nobody has ever heard of it
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** It is over. On the owner's thread; the first reason wins. */
    void end(SessionEnd why) {
        if (ended) {
            return;
        }
        long unacknowledged = replay.unacknowledged();
        replay.end();
        ended = true;
        SessionLink now = owner;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            SessionThread.run(task);
        }
        try {
            handler.onEnd(this, why, unacknowledged);
        } finally {
            sessions.forget(this);
            Client reconnecting = client;
            if (reconnecting != null) {
                reconnecting.close();
            }
            if (now != null) {
                now.sessionEnded(why);
            }
        }
    }

    @Override
    public String toString() {
        SessionLink now = owner;
        return "Session[" + (now == null ? "without a link" : now.link()) + "]";
    }
}
