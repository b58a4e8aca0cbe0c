/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.conversation.ConversationException.Cause;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.LoginType;
import org.linkport.protocol.login.Permissions;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.OpenRequest;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.message.RequestException;
import org.linkport.protocol.value.ValueReader;

/** The side that connects: it greets first and logs in. */
final class ClientSide extends Side {
    private final Credentials credentials;
    private final CompletableFuture<Conversation> begun = new CompletableFuture<>();

    ClientSide(ConversationOptions options, Routes routes, Credentials credentials) {
        super(options, routes);
        this.credentials = Objects.requireNonNull(credentials, "credentials");
    }

    CompletableFuture<Conversation> begun() {
        return begun;
    }

    /** Any thread. */
    void notConnected(Throwable failure) {
        begun.completeExceptionally(failure);
    }

    @Override
    void begin() {
        Hello ours = new Hello(Hello.VERSION, Hello.VERSION, options().maxPayloadBytes(), List.of(), routes().names());
        framed().send(ours.payload());
    }

    @Override
    Hello greeted(Hello versions, ValueReader fields) {
        Hello server = versions.rest(fields);
        if (!credentials.isAnonymous() || !server.logins().contains(ServerSide.ANONYMOUS)) {
            fail(Cause.NO_LOGIN, 0, "the server lets nobody in without a name");
            framed().close();
        } else {
            messages().request(LoginType.ANONYMOUS, ByteBuffer.allocate(0), 0, new Permitted());
        }
        return server;
    }

    /** The last answer of a login. */
    private final class Permitted implements OpenRequest.Answer {
        @Override
        public void answered(ByteBuffer body) {
            ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
            User user = User.anonymous(Permissions.read(fields));
            fields.end();
            ClientSide.this.begin(user);
        }

        @Override
        public void failed(RequestException failure) {
            if (failure.why() == RequestException.Cause.REFUSED) {
                fail(Cause.LOGIN_REFUSED, failure.code(), String.valueOf(failure.getMessage()));
                framed().close();
            }
        }
    }

    @Override
    void login(Request request) {
        request.fail(MessageFailure.NO_SUCH_TYPE, "this is the client");
    }

    @Override
    void begun(Conversation conversation) {
        if (!begun.complete(conversation)) {
            conversation.close();
        }
    }

    private void fail(Cause why, int code, String message) {
        begun.completeExceptionally(new ConversationException(why, code, message, null));
    }

    @Override
    void dismissed(Goodbye word) {
        fail(Cause.GOODBYE, word.code(), "the peer said goodbye with " + word.code() + ": " + word.text());
    }

    @Override
    void gaveUp(Goodbye word) {
        fail(word.code() == Goodbye.TOO_LATE ? Cause.TOO_LATE : Cause.BREACH, word.code(), word.text());
    }

    @Override
    void ended(@Nullable Conversation had, CloseReason reason) {
        if (had == null) {
            fail(Cause.LINK_ENDED, 0, "the link has ended: " + reason);
        } else {
            had.end(reason);
        }
    }
}
