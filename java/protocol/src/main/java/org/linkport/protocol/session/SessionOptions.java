/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;

/**
 * Options of sessions.
 *
 * @param resumeMillis how long a server keeps a session that has no link, in milliseconds; 1 to 86,400,000
 * @param maxReplayBytes bytes of messages that were sent and are not acknowledged, 64 added for each; 1,024 to 2^30
 * @param maxPayloadBytes the longest message; 1 to 2^30 - 1,024
 * @param overflow what becomes of a message for which there is no room
 * @param maxSessions sessions of one {@link Sessions} as a server, those without a link included; a further one is refused;
 *     1 to 10,000,000
 * @param pingMillis silence of a link after which a ping is sent, in milliseconds; 0 for none, to 86,400,000
 * @param pongMillis how long the first of three pings waits for any input before the next, in milliseconds; when all are
 *     in vain, the link is reset and the session goes on without it; 1 to 86,400,000
 */
public record SessionOptions(
        int resumeMillis,
        int maxReplayBytes,
        int maxPayloadBytes,
        Overflow overflow,
        int maxSessions,
        int pingMillis,
        int pongMillis) {
    /** Two minutes, 4 MiB, messages of 64 KiB, reject, 100,000 sessions, pings after 15 s that wait 5 s. */
    public static final SessionOptions DEFAULT =
            new SessionOptions(120_000, 4 << 20, 64 << 10, Overflow.REJECT, 100_000, 15_000, 5_000);

    private static final int DAY_MILLIS = 86_400_000;

    /** Checks every range. */
    public SessionOptions {
        OptionRange.check("resumeMillis", resumeMillis, 1, DAY_MILLIS);
        OptionRange.check("maxReplayBytes", maxReplayBytes, 1_024, 1 << 30);
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, 1, (1 << 30) - 1_024);
        Objects.requireNonNull(overflow, "overflow");
        OptionRange.check("maxSessions", maxSessions, 1, 10_000_000);
        OptionRange.check("pingMillis", pingMillis, 0, DAY_MILLIS);
        OptionRange.check("pongMillis", pongMillis, 1, DAY_MILLIS);
    }

    /** What a message does for which there is no room in the replay buffer. */
    public enum Overflow {
        /** It is rejected; nothing that was accepted is ever lost while both sessions live. */
        REJECT,
        /** The oldest make room; if the peer does not have them, it is told of a gap. For what is soon out of date. */
        DROP_OLDEST
    }

    /** The same with another {@code resumeMillis}. */
    public SessionOptions withResumeMillis(int value) {
        return new SessionOptions(
                value, maxReplayBytes, maxPayloadBytes, overflow, maxSessions, pingMillis, pongMillis);
    }

    /** The same with another size of the replay buffer, and what becomes of that for which there is no room. */
    public SessionOptions withReplay(int maxBytes, Overflow of) {
        return new SessionOptions(resumeMillis, maxBytes, maxPayloadBytes, of, maxSessions, pingMillis, pongMillis);
    }

    /** The same with another {@code maxPayloadBytes}. */
    public SessionOptions withMaxPayloadBytes(int value) {
        return new SessionOptions(resumeMillis, maxReplayBytes, value, overflow, maxSessions, pingMillis, pongMillis);
    }

    /** The same with another {@code maxSessions}. */
    public SessionOptions withMaxSessions(int value) {
        return new SessionOptions(
                resumeMillis, maxReplayBytes, maxPayloadBytes, overflow, value, pingMillis, pongMillis);
    }

    /** The same with another heartbeat. */
    public SessionOptions withHeartbeat(int newPingMillis, int newPongMillis) {
        return new SessionOptions(
                resumeMillis, maxReplayBytes, maxPayloadBytes, overflow, maxSessions, newPingMillis, newPongMillis);
    }
}
