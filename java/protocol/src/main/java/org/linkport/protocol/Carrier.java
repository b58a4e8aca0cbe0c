/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol;

import java.nio.ByteBuffer;
import org.linkport.LinkTimer;
import org.linkport.SendResult;

/**
 * Carries payloads, sequences of bytes with an end, whole and in order: a framed link, or a session over many links. All
 * methods may be called from any thread; none blocks.
 */
public interface Carrier {
    /**
     * Sends what is between position and limit as one payload, copied: the buffer may be reused on return. On acceptance
     * the position moves to the limit, on rejection nothing changes.
     *
     * @throws IllegalArgumentException if the payload is longer than what carries it allows
     */
    SendResult send(ByteBuffer payload);

    /** Sends two parts as one payload; otherwise as {@link #send(ByteBuffer)}. */
    SendResult send(ByteBuffer head, ByteBuffer body);

    /** The longest payload it takes, in bytes. */
    int maxPayloadBytes();

    /** False once nothing more can be sent. */
    boolean isOpen();

    /** Ends it gracefully: what was accepted is delivered. Returns at once. */
    void close();

    /**
     * Runs a task where the callbacks run, serial with them.
     *
     * @return false if it will not run
     */
    boolean execute(Runnable task);

    /**
     * Runs a task in {@code delayMillis} where the callbacks run, serial with them, and never after the last of them.
     *
     * @return what cancels it
     */
    LinkTimer schedule(long delayMillis, Runnable task);
}
