/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.value.ValueReader;

/** A link that a client has made: it opens a session or resumes one. */
final class ServerLink extends SessionLink {
    private final Sessions sessions;
    private final SessionHandler.Factory handlers;
    private boolean refused;

    ServerLink(Sessions sessions, SessionHandler.Factory handlers) {
        this.sessions = sessions;
        this.handlers = handlers;
    }

    @Override
    void begin() {}

    @Override
    void handshake(int kind, ValueReader fields) {
        if ((kind != SessionWire.OPEN && kind != SessionWire.RESUME) || session != null) {
            throw unexpected(kind);
        }
        int version = fields.u8();
        if (version != SessionWire.VERSION) {
            refuse(SessionWire.REFUSED_VERSION, "version " + version + " is not spoken here");
        } else if (kind == SessionWire.OPEN) {
            fields.end();
            open();
        } else {
            SessionId id = SessionId.read(fields);
            long received = fields.i64();
            fields.end();
            resume(id, received);
        }
    }

    private void open() {
        Session opened = sessions.open(handlers, this);
        if (opened == null) {
            refuse(SessionWire.REFUSED_LIMIT, "no more sessions here");
            return;
        }
        session = opened;
        opened.begin(this);
    }

    private void resume(SessionId id, long received) {
        Session known = sessions.find(id);
        if (known == null) {
            refuse(SessionWire.REFUSED_UNKNOWN, "no such session");
            return;
        }
        framed().pause();
        session = known;
        known.attach(this, received);
    }

    private void refuse(int code, String text) {
        if (refused) {
            throw new FrameException(FrameFault.OUT_OF_ORDER, "refused twice");
        }
        refused = true;
        framed().send(SessionWire.refused(code, text));
    }

    @Override
    void confirm(boolean first) {
        Session own = java.util.Objects.requireNonNull(session, "session");
        SessionId id = java.util.Objects.requireNonNull(own.id(), "id");
        int resumeMillis = sessions.options().resumeMillis();
        framed().send(
                        first
                                ? SessionWire.opened(id, resumeMillis)
                                : SessionWire.resumed(own.inbox().received(), resumeMillis));
    }

    @Override
    void sessionHasEnded() {
        framed().execute(() -> {
            session = null;
            refuse(SessionWire.REFUSED_UNKNOWN, "no such session");
            framed().resume();
        });
    }

    @Override
    void sessionEnded(SessionEnd why) {
        if (why == SessionEnd.ABORTED) {
            link().abort();
        } else {
            link().close();
        }
    }
}
