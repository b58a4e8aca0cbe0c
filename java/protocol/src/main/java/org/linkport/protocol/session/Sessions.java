/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.linkport.Client;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Heartbeat;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;
import org.linkport.protocol.frame.Framing;

/**
 * Sessions with the same options, as a server and as a client, and the one thread that they need while they have no link. Any
 * thread.
 */
public final class Sessions implements AutoCloseable {
    private static final int PINGS_MAX = 3;

    private final SessionOptions options;
    private final SessionThread thread = new SessionThread();
    private final Map<SessionId, Session> served = new ConcurrentHashMap<>();
    private final Set<Session> all = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;
    private int opening; // under the lock

    /** Starts the thread. */
    public Sessions(SessionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /** The options in force. */
    public SessionOptions options() {
        return options;
    }

    /** Sessions that live, with a link or without. */
    public int count() {
        return all.size();
    }

    /**
     * The handlers of accepted links, whose clients open and resume sessions.
     *
     * @param handlers makes the handler of each session
     * @throws IllegalArgumentException if the framing takes no payloads that are long enough
     */
    public LinkHandler.Factory server(Framing framing, SessionHandler.Factory handlers) {
        check(framing);
        return link -> handler(framing, new ServerLink(this, handlers));
    }

    /**
     * A session with a server, kept up over as many links as it needs.
     *
     * @param policy when to connect again; its giving up ends the session
     * @throws IllegalArgumentException if the framing takes no payloads that are long enough
     * @throws IllegalStateException after {@link #close}
     */
    public Session client(
            Linkport port,
            List<InetSocketAddress> addresses,
            ConnectOptions connect,
            ReconnectPolicy policy,
            Framing framing,
            SessionHandler handler) {
        check(framing);
        Session session = new Session(this, handler, false);
        if (!add(session)) {
            throw new IllegalStateException("the sessions are closed");
        }
        Client client = port.client(
                addresses, connect, policy, new GivingUp(session), link -> handler(framing, new ClientLink(session)));
        session.endsWith(client);
        return session;
    }

    private static final class GivingUp implements Client.Events {
        private final Session session;

        GivingUp(Session session) {
            this.session = session;
        }

        @Override
        public void onGivenUp(Client client, CloseReason reason) {
            session.execute(() -> session.end(SessionEnd.GAVE_UP));
        }
    }

    private void check(Framing framing) {
        int longest = framing.maxPayloadBytes() - SessionWire.DATA_HEAD_BYTES;
        if (options.maxPayloadBytes() > longest) {
            throw new IllegalArgumentException("messages of " + options.maxPayloadBytes()
                    + " bytes are allowed, and the framing takes at most " + longest);
        }
    }

    private LinkHandler handler(Framing framing, SessionLink link) {
        LinkHandler framed = framing.around(link);
        if (options.pingMillis() == 0) {
            return framed;
        }
        return new Heartbeat(options.pingMillis(), options.pongMillis(), PINGS_MAX, silent -> link.ping())
                .around(framed);
    }

    SessionThread thread() {
        return thread;
    }

    @Nullable
    Session find(SessionId id) {
        return served.get(id);
    }

    /** A new session with an id of its own, for the link on which it was asked for; null if there are too many. */
    @Nullable
    Session open(SessionHandler.Factory handlers, SessionLink link) {
        synchronized (this) {
            if (closed || served.size() >= options.maxSessions()) {
                return null;
            }
            opening++; // this is not ended before the session has, whose handler is about to be made
        }
        Session session;
        try {
            session = new Session(this, handlers.sessionHandler(), true);
            SessionId id = SessionId.random();
            session.isNamed(id);
            session.isOwnedFirstBy(link); // before anybody knows it, or two threads could take it for theirs
            served.put(id, session);
            all.add(session);
        } finally {
            synchronized (this) {
                opening--;
            }
            stopIfDone();
        }
        if (closed) { // meanwhile, perhaps without having seen it
            session.execute(() -> session.end(SessionEnd.SHUTDOWN));
        }
        return session;
    }

    /** False once this is closed: then nobody would end it. */
    private synchronized boolean add(Session session) {
        return !closed && all.add(session);
    }

    void forget(Session session) {
        SessionId id = session.id();
        if (id != null) {
            served.remove(id, session);
        }
        all.remove(session);
        stopIfDone();
    }

    private void stopIfDone() {
        synchronized (this) {
            if (!closed || opening > 0 || !all.isEmpty()) {
                return; // once this is passed, none is added any more
            }
        }
        thread.stop();
        ended.complete(null);
    }

    /** Ends every session with {@link SessionEnd#SHUTDOWN}, and the thread after the last. Returns at once; idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stopIfDone();
        for (Session session : all) {
            session.execute(() -> session.end(SessionEnd.SHUTDOWN));
        }
    }

    /** Completes once this is closed and every session has ended. */
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }
}
