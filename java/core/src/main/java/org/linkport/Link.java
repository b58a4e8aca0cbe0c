/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, accepted or connected. All methods may be called from any thread, before and after the link has
 * closed; requests on a closed link do nothing.
 */
public interface Link {
    /** Names this link and never another one of the same {@link Linkport}. See {@link Links#find}. */
    long id();

    /** Our side of the connection. */
    InetSocketAddress localAddress();

    /** The peer's side of the connection. */
    InetSocketAddress remoteAddress();

    /** The worker that owns this link. */
    Worker worker();

    /** Whatever {@link #attach} was given last. */
    @Nullable
    Object attachment();

    /** Keeps an object of the program with the link. */
    void attach(@Nullable Object attachment);

    /**
     * Queues the bytes between position and limit as one message and returns at once. Messages are never interleaved;
     * those sent by one thread arrive in its order. The bytes are copied: the buffer may be reused on return. On
     * acceptance the position moves to the limit, on rejection nothing changes. Allocates nothing at steady state.
     */
    SendResult send(ByteBuffer message);

    /** Queues bytes as {@link #send(ByteBuffer)} does. */
    SendResult send(byte[] message);

    /**
     * Queues two parts as one message, a header and what it describes: {@code head} between position and limit, then
     * {@code body}. Nothing of another message comes between them, and both are accepted or neither is. Otherwise as
     * {@link #send(ByteBuffer)}.
     */
    SendResult send(ByteBuffer head, ByteBuffer body);

    /**
     * Sends retained receive memory without a copy: what is between position and limit of its {@link Retained#data}. On
     * acceptance it is the library's, which gives it back when the system has the bytes or the link has ended; it must
     * not be touched again, and closing it does nothing. On rejection it is the caller's as before. An echo:
     *
     * <pre>{@code
     * try (Retained kept = link.retain()) {
     *     link.send(kept);
     * }
     * }</pre>
     *
     * <p>Otherwise as {@link #send(ByteBuffer)}. Worth it for large messages; a small one is copied faster than lent.
     *
     * @throws IllegalStateException if it was sent or given back before
     * @throws IllegalArgumentException if it is none that {@code retain()} returned
     */
    SendResult send(Retained memory);

    /**
     * Sends direct memory of the caller without a copy: what is between position and limit, with the position moved to
     * the limit on acceptance, as {@link #send(ByteBuffer)} does, and in the same order. Up to 2 GiB, if
     * {@link SendOptions#maxPendingBytes} has room. The memory is lent and must not change until the callback, which
     * runs exactly once for an accepted message and never for a rejected one.
     *
     * @throws IllegalArgumentException if the buffer is not direct: use {@link #send(ByteBuffer)}. Read-only is fine
     */
    SendResult send(ByteBuffer direct, SendCallback callback);

    /**
     * Sends {@code count} bytes of a file from {@code position} on without a copy, in order with the messages before and
     * after it and never mixed with them. Where the system can it moves them by itself. The region is read while its
     * turn lasts, so what the file holds then is what is sent; the peer is never given less than all of it: if its turn
     * comes and the file is too short, none of it is sent, and if the file becomes too short or cannot be read
     * meanwhile, the link ends, both with {@link CloseReason#FILE}. A region of no bytes is fine.
     *
     * <p>It takes no memory while it waits and counts as {@link SendFile#PENDING_BYTES} among the pending bytes, until
     * the system has all of it. On a batched link it leaves at once, with what was collected. The callback runs exactly once for an accepted region and never for a rejected one: as
     * that of lent memory does.
     *
     * @throws IllegalArgumentException if position or count is negative or their sum beyond 2^63 - 1, or the file was
     *     opened by another {@link Linkport}
     * @throws IllegalStateException if the file is closed
     */
    SendResult send(SendFile file, long position, long count, SendCallback callback);

    /**
     * Sends {@code head}, between position and limit, which is copied, and behind it a region of a file, as one message:
     * nothing of another one comes between them, and both are accepted or neither is. On acceptance the position of
     * {@code head} moves to its limit. Otherwise as {@link #send(SendFile, long, long, SendCallback)}; of a region that
     * cannot be sent the head may have been.
     */
    SendResult send(ByteBuffer head, SendFile file, long position, long count, SendCallback callback);

    /**
     * Has what a batched link collected handed to the system now; see {@link SendOptions#withBatch}. What the calling
     * thread sent before is part of it. Does nothing on a link that sends at once.
     */
    void flush();

    /**
     * Bytes accepted by {@code send} and not yet handed to the operating system; of a file,
     * {@link SendFile#PENDING_BYTES} for each region.
     */
    long pendingBytes();

    /**
     * Stops receiving: called from a callback of this link, no further {@code onReceive} or {@code onReceiveEnd} comes
     * until {@link #resume}; from elsewhere, the one in progress may still be followed by one more.
     */
    void pause();

    /** Receives again after {@link #pause}. */
    void resume();

    /** Whether the program has paused it. */
    boolean isPaused();

    /** Sends FIN after everything queued; receiving goes on. Later sends are rejected. */
    void shutdownOutput();

    /**
     * Closes gracefully: everything queued is delivered, then FIN, then input is discarded until the peer ends or
     * {@link TimeOptions#drainMillis} have passed. Returns at once; {@code onClose} tells when it is done.
     */
    void close();

    /** Resets the connection and drops what is queued. Returns at once; {@code onClose} tells when it is done. */
    void abort();

    /** Ends as {@link #abort()} does, for a reason of the program's; {@code onClose} tells it unless another was first. */
    void abort(CloseReason reason);

    /** False from the first {@code close} or {@code abort}, by whomever, on. */
    boolean isOpen();

    /**
     * Runs a task where this link's callbacks run (its worker, or the executor of {@link LinkOptions#dispatch}), serial
     * with them, even if the link has closed by then. Tasks of one thread run in its order; an exception from a task
     * closes the link as one from a callback does.
     *
     * @return false if the worker has stopped and the task will not run
     */
    boolean execute(Runnable task);

    /**
     * Runs a task on this link's worker once {@code delayMillis} have passed, serial with its callbacks, and never after
     * {@code onClose}: the tasks that are left end with the link. Those of the same millisecond run in the order in which
     * they were scheduled. An exception from a task closes the link as one from a callback does.
     *
     * @param delayMillis 0 to 31,536,000,000 (365 days)
     * @return what cancels it
     */
    LinkTimer schedule(long delayMillis, Runnable task);

    /**
     * Keeps the memory lent to the {@code onReceive} in progress beyond its return. Only from that callback, once.
     *
     * @throws IllegalStateException outside {@code onReceive} of this link, or the second time in one
     */
    Retained retain();

    /** Milliseconds since it opened, by a clock that never goes back; goes on after it has closed. */
    long ageMillis();

    /** The same at a moment of {@link System#nanoTime}, as {@link #silentMillis(long)}. */
    long ageMillis(long nowNanos);

    /**
     * Milliseconds since the last input, or the opening, or the last {@link #resume}. Zero while the link is paused or
     * input may be waiting for receive memory, once its input has ended, and once it is closed or closing.
     */
    long silentMillis();

    /**
     * The same at a moment of {@link System#nanoTime}, for who asks very many links: reading the clock for each of them
     * takes longer than the rest. Zero if there was input after that moment.
     */
    long silentMillis(long nowNanos);

    /** Bytes given to {@code onReceive}. Of very many links, asking for one figure is much cheaper than {@link #stats}. */
    long bytesReceived();

    /** Bytes handed to the operating system. */
    long bytesSent();

    /** Messages taken over by its worker to be sent, shortly after {@code send} accepted them. */
    long messagesSent();

    /** What this link has done so far. */
    LinkStats stats();

    /** Tells that memory which was lent to a send is the program's again, or that a region of a file has ended. */
    @FunctionalInterface
    interface SendCallback {
        /**
         * Runs where the link's callbacks do, serial with them and before {@code onClose}; an exception closes the link
         * as one from a callback does. Two cases differ, both of a thread that was sending while the link closed: its
         * callback may come after {@code onClose}, and, if the worker has stopped, on that thread or on another one that
         * sends.
         */
        void ended(Link link, SendOutcome outcome);
    }

    /** What became of a message that was lent. */
    enum SendOutcome {
        /** The system has all of its bytes. */
        HANDED_OVER,
        /** The link ended before the system had all of them; {@code onClose} tells why. */
        DROPPED
    }
}
