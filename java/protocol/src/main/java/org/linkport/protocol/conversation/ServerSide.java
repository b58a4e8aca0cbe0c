/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.login.LoginType;
import org.linkport.protocol.login.Permissions;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** The side that was connected to: it lets in whom its access allows. */
final class ServerSide extends Side {
    static final String ANONYMOUS = "ANONYMOUS";

    private final Conversations server;

    ServerSide(Conversations server) {
        super(server.options(), server.routes());
        this.server = server;
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
        List<String> logins = server.access().anonymous() == null ? List.of() : List.of(ANONYMOUS);
        Hello ours = new Hello(Hello.VERSION, Hello.VERSION, options().maxPayloadBytes(), logins, routes().names());
        framed().send(ours.payload());
        return client;
    }

    @Override
    void login(Request request) {
        Set<String> permissions = server.access().anonymous();
        if (request.type() != LoginType.ANONYMOUS) {
            request.fail(MessageFailure.NO_SUCH_TYPE, "no such way to log in");
        } else if (hasBegun()) {
            request.fail(MessageFailure.FAILED, "somebody is logged in");
        } else if (permissions == null) {
            request.fail(MessageFailure.NOT_PERMITTED, "not without a name");
        } else {
            request.reply(Permissions.write(permissions));
            begin(User.anonymous(permissions));
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
