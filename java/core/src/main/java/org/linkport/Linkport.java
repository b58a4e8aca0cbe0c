/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The root object: workers, buffer memory, listeners, links.
 *
 * <pre>{@code
 * try (Linkport port = Linkport.builder().workers(4).open()) {
 *     port.listen(new InetSocketAddress(9000), link -> new EchoHandler());
 *     port.awaitShutdown();
 * }
 * }</pre>
 */
public interface Linkport extends AutoCloseable {
    /** Starts with the default of every option. */
    static LinkportBuilder builder() {
        return new LinkportBuilder();
    }

    /** Listens with {@link ListenOptions#DEFAULT}. */
    default Listener listen(InetSocketAddress address, LinkHandler.Factory handlers) {
        return listen(address, ListenOptions.DEFAULT, handlers);
    }

    /**
     * Binds and starts accepting; accepted links are spread over all workers.
     *
     * @throws ListenFailedException naming the address and the cause; nothing is left behind
     * @throws UnsupportedOperationException naming the option that this system or engine does not have
     */
    Listener listen(InetSocketAddress address, ListenOptions options, LinkHandler.Factory handlers);

    /** Connects with {@link ConnectOptions#DEFAULT}. */
    default CompletionStage<Link> connect(InetSocketAddress address, LinkHandler.Factory handlers) {
        return connect(address, ConnectOptions.DEFAULT, handlers);
    }

    /**
     * Connects without blocking. The stage completes where the link's callbacks run, after {@code onOpen}, or fails
     * with {@link ConnectFailedException} on a worker; what depends on it must not block a worker. An unresolved
     * address is resolved off the workers, and all its addresses are tried, see the other form. The wildcard address
     * means this machine.
     *
     * @throws UnsupportedOperationException naming the option that this system or engine does not have
     */
    CompletionStage<Link> connect(InetSocketAddress address, ConnectOptions options, LinkHandler.Factory handlers);

    /**
     * Connects to the first of several addresses that answers (Happy Eyeballs, RFC 8305): in their order, a further one
     * beside those that still run when the last has failed or {@link ConnectOptions#attemptDelayMillis} have passed. The
     * others are dropped and leave no trace; the system may hold one until it answers or times out. A host name
     * stands for all its addresses, IPv6 and IPv4 by turns, and is resolved off the workers.
     *
     * @return as above; a {@link ConnectFailedException} has those of the single addresses as its suppressed ones
     * @throws UnsupportedOperationException naming the option that this system or engine does not have
     */
    CompletionStage<Link> connect(
            List<InetSocketAddress> addresses, ConnectOptions options, LinkHandler.Factory handlers);

    /**
     * Connects as {@link #connect(List, ConnectOptions, LinkHandler.Factory)} does, and again whenever the link has ended,
     * as the policy says. The client lives until it is closed, gives up, or this shuts down; each of its links has a
     * handler of its own.
     *
     * @throws UnsupportedOperationException naming the option that this system or engine does not have
     */
    Client client(
            List<InetSocketAddress> addresses,
            ConnectOptions options,
            ReconnectPolicy policy,
            Client.Events events,
            LinkHandler.Factory handlers);

    /**
     * Opens a file to send from, see {@link Link#send(SendFile, long, long, Link.SendCallback)}. Any thread; blocks, so
     * not in a callback unless that is dispatched. Who opens it closes it; it is not closed with this.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it is no regular file, or the system refuses
     * @throws IllegalArgumentException if the path is not of the default file system
     */
    SendFile openFile(Path path) throws IOException;

    /** The open links. */
    Links links();

    /** Those of its listeners that are open now, in the order in which they were made; a copy. */
    List<Listener> listeners();

    /** The engine in use: {@link Engine#IOCP} or {@link Engine#NIO}. */
    Engine engine();

    /** The options in force. */
    LinkportOptions options();

    /** Counters since the start, without stopping anything. */
    LinkportStats stats();

    /**
     * Shuts down and returns at once: refuses new work, closes listeners, closes links gracefully and aborts what is
     * left after {@link LinkportOptions#shutdownMillis}. Any thread, callbacks included; idempotent.
     *
     * @return completes when the kernel owns no operation of ours, no worker runs and all memory is back; fails if a
     *     worker had to end without its engine, because every step failed until long after the time to drain
     */
    CompletionStage<Void> shutdown();

    /**
     * Blocks until a shutdown is complete.
     *
     * @throws IllegalStateException in a callback, which would wait for itself
     */
    void awaitShutdown() throws InterruptedException;

    /** {@link #shutdown} and wait until it is complete; in a callback, which cannot wait for itself, only the former. */
    @Override
    void close();
}
