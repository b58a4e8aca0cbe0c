/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.protocol.conversation.ConversationException.Cause;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
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
        new ClientLogin(this, credentials).begin(server.logins());
        return server;
    }

    @Override
    void login(Request request) {
        request.fail(MessageFailure.NO_SUCH_TYPE, "this is the client");
    }

    @Override
    void countEarlyRequest() {}

    /** The login has succeeded. */
    void isIn(User user) {
        begin(user);
    }

    @Override
    void begun(Conversation conversation) {
        if (!begun.complete(conversation)) {
            conversation.close();
        }
    }

    /** There will be no conversation. */
    void fail(Cause why, int code, String message, @Nullable Throwable cause) {
        begun.completeExceptionally(new ConversationException(why, code, message, cause));
        framed().close();
    }

    @Override
    void dismissed(Goodbye word) {
        fail(
                Cause.GOODBYE,
                word.code(),
                word.text().isEmpty() ? "the peer said goodbye with " + word.code() : word.text(),
                null);
    }

    @Override
    void gaveUp(Goodbye word) {
        Cause why = word.code() == Goodbye.TOO_LATE ? Cause.TOO_LATE : Cause.BREACH;
        begun.completeExceptionally(new ConversationException(why, word.code(), word.text(), null));
    }

    @Override
    void ended(@Nullable Conversation had, CloseReason reason) {
        if (had == null) {
            fail(Cause.LINK_ENDED, 0, "the link has ended: " + reason, null);
        } else {
            had.end(reason);
        }
    }
}
