/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.message.MessageOptions;

/**
 * Options of conversations, for a server or a client.
 *
 * @param maxPayloadBytes the longest payload that is taken once somebody is logged in; before, it is 4,096; 4,096 to 2^26
 * @param loginMillis how long greeting and login may take, from the opening of the link, in milliseconds; 1 to 3,600,000
 * @param pingMillis silence of a link after which a ping is sent, in milliseconds; 0 for none, to 86,400,000
 * @param pongMillis how long the first of three pings waits for any input before the next, in milliseconds; when all are
 *     in vain, the link is reset; 1 to 86,400,000
 * @param messages how many requests may be open at once
 */
public record ConversationOptions(
        int maxPayloadBytes, int loginMillis, int pingMillis, int pongMillis, MessageOptions messages) {
    static final int PAYLOAD_BYTES_MAX = 1 << 26;
    private static final int DAY_MILLIS = 86_400_000;

    /** Payloads of 1 MiB, ten seconds to log in, pings after 15 s that wait 5 s. */
    public static final ConversationOptions DEFAULT =
            new ConversationOptions(1 << 20, 10_000, 15_000, 5_000, MessageOptions.DEFAULT);

    /** Checks every range. */
    public ConversationOptions {
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, Hello.FIRST_PAYLOAD_BYTES, PAYLOAD_BYTES_MAX);
        OptionRange.check("loginMillis", loginMillis, 1, 3_600_000);
        OptionRange.check("pingMillis", pingMillis, 0, DAY_MILLIS);
        OptionRange.check("pongMillis", pongMillis, 1, DAY_MILLIS);
        Objects.requireNonNull(messages, "messages");
    }

    /** The same with another {@code maxPayloadBytes}. */
    public ConversationOptions withMaxPayloadBytes(int value) {
        return new ConversationOptions(value, loginMillis, pingMillis, pongMillis, messages);
    }

    /** The same with another {@code loginMillis}. */
    public ConversationOptions withLoginMillis(int value) {
        return new ConversationOptions(maxPayloadBytes, value, pingMillis, pongMillis, messages);
    }

    /** The same with another heartbeat. */
    public ConversationOptions withHeartbeat(int newPingMillis, int newPongMillis) {
        return new ConversationOptions(maxPayloadBytes, loginMillis, newPingMillis, newPongMillis, messages);
    }

    /** The same with other {@code messages}. */
    public ConversationOptions withMessages(MessageOptions value) {
        return new ConversationOptions(maxPayloadBytes, loginMillis, pingMillis, pongMillis, value);
    }
}
