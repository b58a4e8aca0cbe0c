/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with one request of a login: it replies, or refuses after a while.
 *
 * @param reply the answer, or null if it refuses
 * @param user who is in now; null if nobody is
 * @param code with which it refuses, see {@link org.linkport.protocol.message.MessageFailure}
 * @param text for people
 * @param delayMillis how long a refusal waits, in milliseconds
 * @param isLast whether the link is to end after it
 */
public record LoginStep(
        @Nullable ByteBuffer reply, @Nullable User user, int code, String text, int delayMillis, boolean isLast) {
    static LoginStep reply(ByteBuffer reply) {
        return new LoginStep(reply, null, 0, "", 0, false);
    }

    static LoginStep in(User user, ByteBuffer reply) {
        return new LoginStep(reply, user, 0, "", 0, false);
    }

    static LoginStep refusal(int code, String text) {
        return new LoginStep(null, null, code, text, 0, false);
    }

    LoginStep after(int millis, boolean last) {
        return new LoginStep(reply, user, code, text, millis, last);
    }
}
