/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.linkport.LinkStats;

/** What one link has moved, and when last. Its worker writes, without an atomic operation; any thread reads whole values. */
final class LinkTraffic {
    private static final VarHandle BYTES_RECEIVED = field("bytesReceived");
    private static final VarHandle BYTES_SENT = field("bytesSent");
    private static final VarHandle MESSAGES_SENT = field("messagesSent");
    private static final VarHandle SYSTEM_RECEIVES = field("systemReceives");
    private static final VarHandle SYSTEM_SENDS = field("systemSends");
    private static final VarHandle LAST_INPUT_MILLIS = field("lastInputMillis");
    private static final VarHandle LAST_OUTPUT_MILLIS = field("lastOutputMillis");

    private final long openedAtMillis = System.currentTimeMillis();
    private final long openedTickMillis = WorkerLoop.clockMillis();
    private long bytesReceived;
    private long bytesSent;
    private long messagesSent;
    private long systemReceives;
    private long systemSends;

    @SuppressWarnings("UnusedVariable") // used by their handles
    private long lastInputMillis;

    @SuppressWarnings("UnusedVariable")
    private long lastOutputMillis;

    /** @param nowMillis since when silence counts */
    LinkTraffic(long nowMillis) {
        lastInputMillis = nowMillis;
        lastOutputMillis = nowMillis;
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(LinkTraffic.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One receive of the system. Owner only. */
    void received(long bytes, long nowMillis) {
        LAST_INPUT_MILLIS.setOpaque(this, nowMillis);
        BYTES_RECEIVED.setOpaque(this, bytesReceived + bytes);
        SYSTEM_RECEIVES.setOpaque(this, systemReceives + 1);
    }

    /** The system took bytes in so many sends. Owner only. */
    void sent(long bytes, int sends, long nowMillis) {
        LAST_OUTPUT_MILLIS.setOpaque(this, nowMillis);
        BYTES_SENT.setOpaque(this, bytesSent + bytes);
        SYSTEM_SENDS.setOpaque(this, systemSends + sends);
    }

    /** Input that is missing is missing since then. Owner only. */
    void inputCountsFrom(long nowMillis) {
        LAST_INPUT_MILLIS.setOpaque(this, nowMillis);
    }

    /** Messages are queued. Owner only. */
    void queued(int messages) {
        MESSAGES_SENT.setOpaque(this, messagesSent + messages);
    }

    /** From when it was opened to that time of its worker. */
    long ageMillis(long nowMillis) {
        return Math.max(0, nowMillis - openedTickMillis);
    }

    /** With what the link itself knows. */
    LinkStats stats(EngineLink link) {
        return new LinkStats(
                Instant.ofEpochMilli(openedAtMillis),
                link.ageMillis(),
                link.silentMillis(),
                Math.max(0, WorkerLoop.clockMillis() - lastOutputMillis()),
                bytesReceived(),
                bytesSent(),
                messagesSent(),
                systemReceives(),
                systemSends(),
                link.pendingBytes(),
                link.input().isPaused());
    }

    long bytesReceived() {
        return (long) BYTES_RECEIVED.getOpaque(this);
    }

    long bytesSent() {
        return (long) BYTES_SENT.getOpaque(this);
    }

    long messagesSent() {
        return (long) MESSAGES_SENT.getOpaque(this);
    }

    long systemReceives() {
        return (long) SYSTEM_RECEIVES.getOpaque(this);
    }

    long systemSends() {
        return (long) SYSTEM_SENDS.getOpaque(this);
    }

    /** When the system gave something last, or since when its input counts as missing. */
    long lastInputMillis() {
        return (long) LAST_INPUT_MILLIS.getOpaque(this);
    }

    /** When the system took something last. */
    long lastOutputMillis() {
        return (long) LAST_OUTPUT_MILLIS.getOpaque(this);
    }
}
