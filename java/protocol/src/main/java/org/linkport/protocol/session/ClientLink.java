/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.charset.StandardCharsets;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;

/** A link that our client has made for its session. */
final class ClientLink extends SessionLink {
    private final Session own;
    private boolean asked = true;

    ClientLink(Session own) {
        this.own = own;
        this.session = own;
    }

    @Override
    void begin() {
        SessionId id = own.id();
        framed().send(
                        id == null
                                ? SessionWire.open()
                                : SessionWire.resume(id, own.inbox().received()));
    }

    @Override
    void handshake(int kind, ValueReader fields) {
        boolean resumes = own.id() != null;
        switch (kind) {
            case SessionWire.OPENED -> {
                check(!resumes, kind);
                SessionId id = SessionId.read(fields);
                fields.u32();
                fields.end();
                framed().pause();
                own.isNamed(id);
                own.attach(this, 0);
            }
            case SessionWire.RESUMED -> {
                check(resumes, kind);
                long received = fields.i64();
                fields.u32();
                fields.end();
                framed().pause();
                own.attach(this, received);
            }
            case SessionWire.REFUSED -> refused(fields, resumes);
            default -> throw unexpected(kind);
        }
    }

    private void check(boolean fits, int kind) {
        if (!fits || !asked) {
            throw outOfOrder(kind);
        }
        asked = false;
    }

    private void refused(ValueReader fields, boolean resumes) {
        int code = fields.u8();
        fields.text(LengthForm.U16, 0xFFFF, StandardCharsets.UTF_8);
        fields.end();
        if (code == SessionWire.REFUSED_UNKNOWN && resumes) {
            framed().pause();
            own.lost(this);
        } else {
            own.refused(this);
        }
    }

    @Override
    void confirm(boolean first) {}

    @Override
    void sessionHasEnded() {
        link().close();
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
