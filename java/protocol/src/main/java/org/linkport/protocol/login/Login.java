/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.value.ValueException;
import org.linkport.protocol.value.ValueReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link logs in, at the server. Not for several threads; nothing blocks. */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final LoginDesk desk;
    private final InetAddress peer;
    private final Supplier<String> nonces;
    private @Nullable ScramServer exchange;
    private int failures;
    private boolean in;

    Login(LoginDesk desk, InetAddress peer, Supplier<String> nonces) {
        this.desk = desk;
        this.peer = peer;
        this.nonces = nonces;
    }

    /**
     * Takes a request of one of the types in {@link LoginWire}.
     *
     * @throws ValueException if it cannot be read; the login begins anew then
     */
    public LoginStep take(int type, ByteBuffer body) {
        if (in) {
            return LoginStep.refusal(MessageFailure.OUT_OF_ORDER, "somebody is logged in");
        }
        return switch (type) {
            case LoginWire.TYPE_FIRST -> first(text(body));
            case LoginWire.TYPE_LAST -> last(text(body));
            case LoginWire.TYPE_ANONYMOUS -> withoutName(body);
            default -> LoginStep.refusal(MessageFailure.NO_SUCH_TYPE, "no such way to log in");
        };
    }

    private static String text(ByteBuffer body) {
        return LoginWire.text(new ValueReader(body, ByteOrder.BIG_ENDIAN));
    }

    private LoginStep first(String message) {
        Users users = desk.access().users();
        if (users == null) {
            return LoginStep.refusal(MessageFailure.NO_SUCH_TYPE, "no users here");
        }
        if (exchange != null) {
            exchange = null;
            return LoginStep.refusal(MessageFailure.OUT_OF_ORDER, "a login has begun");
        }
        if (desk.attempts().isLocked(peer)) {
            return locked("this address");
        }
        ScramServer begins = new ScramServer(users::account, nonces.get());
        ByteBuffer answer = bytes(begins.first(message));
        if (desk.attempts().isLocked(begins.account().name())) {
            return locked("this user");
        }
        exchange = begins;
        return LoginStep.reply(answer);
    }

    private LoginStep locked(String whom) {
        return LoginStep.refusal(MessageFailure.LOGIN_LATER, "too many failures of " + whom)
                .after(desk.attempts().limits().maxDelayMillis(), true);
    }

    private LoginStep last(String message) {
        ScramServer begun = exchange;
        exchange = null;
        if (begun == null) {
            return LoginStep.refusal(MessageFailure.OUT_OF_ORDER, "no login has begun");
        }
        String name = begun.account().name();
        if (desk.attempts().isLocked(peer) || desk.attempts().isLocked(name)) {
            return locked("this address or user"); // from other links, since the first message
        }
        String answer = begun.last(message);
        if (answer == null) {
            return failed(name);
        }
        desk.attempts().succeeded(peer, name);
        User user = begun.account().user();
        log(name);
        return in(user, answer);
    }

    private void log(String name) {
        String address = peer.getHostAddress();
        int before = desk.news(name, address);
        if (before == RecentLogins.TOLD) {
            LOG.debug("{} has logged in from {} again", name, address);
        } else if (before == 0) {
            LOG.info("{} has logged in from {}", name, address);
        } else {
            LOG.info("{} has logged in from {}, and {} times since that was last said", name, address, before);
        }
    }

    private LoginStep failed(String name) {
        failures++;
        int delayMillis = desk.attempts().failed(peer, name);
        LOG.warn("a login as {} from {} has failed", name, peer.getHostAddress());
        return LoginStep.refusal(MessageFailure.LOGIN_FAILED, "no such user, or another secret")
                .after(delayMillis, failures >= desk.attempts().limits().perLink());
    }

    private LoginStep withoutName(ByteBuffer body) {
        new ValueReader(body, ByteOrder.BIG_ENDIAN).end();
        exchange = null;
        Set<String> permissions = desk.access().anonymous();
        return permissions == null
                ? LoginStep.refusal(MessageFailure.NOT_PERMITTED, "not without a name")
                : in(User.anonymous(permissions), "");
    }

    private LoginStep in(User user, String answer) {
        in = true;
        return LoginStep.in(user, LoginWire.in(user.permissions(), answer));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
