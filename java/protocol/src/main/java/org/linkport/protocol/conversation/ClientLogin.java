/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.conversation.ConversationException.Cause;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.LoginWire;
import org.linkport.protocol.login.ScramClient;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.OpenRequest;
import org.linkport.protocol.message.RequestException;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;

/** A client logs in. Where the callbacks of its link run, but for the slow part. */
final class ClientLogin {
    private final ClientSide side;
    private final Credentials credentials;
    private @Nullable ScramClient exchange;

    ClientLogin(ClientSide side, Credentials credentials) {
        this.side = side;
        this.credentials = credentials;
    }

    /** @param ways what the server offers */
    void begin(List<String> ways) {
        String way = credentials.isAnonymous() ? LoginWire.ANONYMOUS : LoginWire.SCRAM;
        if (!ways.contains(way)) {
            String missing = credentials.isAnonymous() ? "lets nobody in without a name" : "knows no users";
            String offered = ways.isEmpty() ? "" : "; it offers " + String.join(", ", ways);
            side.fail(Cause.NO_LOGIN, 0, "the server " + missing + offered, null);
        } else if (credentials.isAnonymous()) {
            ask(LoginWire.TYPE_ANONYMOUS, "", this::inWithoutName);
        } else {
            exchange = new ScramClient(credentials);
            ask(LoginWire.TYPE_FIRST, exchange.first(), this::continues);
        }
    }

    private ScramClient exchange() {
        return Objects.requireNonNull(exchange, "exchange");
    }

    private void ask(int type, String text, Consumer<ValueReader> then) {
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        side.messages().request(type, body, 0, new OpenRequest.Answer() {
            @Override
            public void answered(ByteBuffer answer) {
                then.accept(new ValueReader(answer, ByteOrder.BIG_ENDIAN));
            }

            @Override
            public void failed(RequestException failure) {
                if (failure.why() != RequestException.Cause.ENDED) { // of which the link tells more
                    side.fail(Cause.LOGIN_REFUSED, failure.code(), failure.text(), failure);
                }
            }
        });
    }

    private void inWithoutName(ValueReader answer) {
        Set<String> permissions = LoginWire.permissions(answer);
        answer.end();
        side.isIn(User.anonymous(permissions));
    }

    /** The secret is hashed elsewhere: that is slow on purpose. */
    private void continues(ValueReader answer) {
        String serverFirst = LoginWire.text(answer);
        var unused = CompletableFuture.supplyAsync(() -> exchange().last(serverFirst))
                .whenComplete((last, failure) -> side.framed().execute(() -> {
                    if (failure == null) {
                        ask(LoginWire.TYPE_LAST, last, this::isProven);
                    } else {
                        side.fail(Cause.BREACH, 0, "the server cannot log in: " + failure.getMessage(), failure);
                    }
                }));
    }

    private void isProven(ValueReader answer) {
        Set<String> permissions = LoginWire.permissions(answer);
        if (proves(LoginWire.text(answer))) {
            side.isIn(new User(credentials.user(), permissions));
        } else {
            side.fail(
                    Cause.SERVER_NOT_PROVEN, 0, "the server could not prove that it knows " + credentials.user(), null);
        }
    }

    private boolean proves(String serverLast) {
        try {
            return exchange().isProvenBy(serverLast);
        } catch (ValueException e) { // no base64, which proves nothing either
            return false;
        }
    }
}
