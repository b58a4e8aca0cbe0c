/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.protocol.login.Login;
import org.linkport.protocol.login.LoginStep;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** The side that was connected to: it lets in whom its access allows. */
final class ServerSide extends Side {
    /** Requests of the login that a peer may need, wrong ones and all. */
    private static final int LOGIN_REQUESTS_MAX = 64;

    private final Conversations server;
    private final Login login;
    private int requests;
    private boolean answering;

    ServerSide(Conversations server, Link link) {
        super(server.options(), server.routes());
        this.server = server;
        this.login = server.desk().login(link.remoteAddress().getAddress());
    }

    @Override
    void begin() {
        if (server.isStopping()) {
            leave(Conversations.stopped());
        }
    }

    @Override
    Hello greeted(Hello versions, ValueReader fields) {
        Hello client = versions.rest(fields);
        Hello ours = new Hello(
                Hello.VERSION,
                Hello.VERSION,
                options().maxPayloadBytes(),
                server.desk().access().ways(),
                routes().names());
        framed().send(ours.payload());
        return client;
    }

    @Override
    void login(Request request) {
        if (answering) {
            request.fail(MessageFailure.OUT_OF_ORDER, "the last request of the login is not answered yet");
            return;
        }
        LoginStep step = login.take(request.type(), request.body());
        if (step.reply() != null) {
            request.reply(step.reply());
        } else if (step.delayMillis() == 0) {
            refuse(request, step);
        } else {
            answering = true;
            framed().schedule(step.delayMillis(), () -> refuse(request, step));
        }
        if (step.user() != null) {
            begin(step.user());
        }
    }

    private void refuse(Request request, LoginStep step) {
        answering = false;
        request.fail(step.code(), step.text());
        if (step.isLast()) {
            leave(new Goodbye(Goodbye.LOGIN_FAILED, step.text()));
        }
    }

    @Override
    void countEarlyRequest() {
        requests++;
        if (requests > LOGIN_REQUESTS_MAX) {
            leave(new Goodbye(Goodbye.LOGIN_FAILED, "too many requests and nobody is logged in"));
        }
    }

    @Override
    void begun(Conversation begun) {
        server.began(begun);
    }

    @Override
    void dismissed(Goodbye word) {}

    @Override
    void gaveUp(Goodbye word) {}

    @Override
    void ended(@Nullable Conversation had, CloseReason reason) {
        if (had != null) {
            server.ended(had);
            had.end(reason);
        }
    }
}
