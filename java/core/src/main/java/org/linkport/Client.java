/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One logical connection that is kept up over many links: whenever its link ends, it connects again, as its
 * {@link ReconnectPolicy} says, until it is closed, gives up, or the {@link Linkport} shuts down. Made by
 * {@link Linkport#client}. Any thread.
 */
public interface Client extends AutoCloseable {
    /** The open link, if there is one now. */
    Optional<Link> link();

    /** Links it has had, the open one included. */
    long linkCount();

    /** Connects no more, gives up an attempt that runs, and closes its link gracefully. Returns at once; idempotent. */
    @Override
    void close();

    /** Completes when it has ended, by whatever, and has no link any more. */
    CompletionStage<Void> ended();

    /**
     * What a client tells, one thing at a time. Called on a worker, so it must not block; an exception is logged and
     * counted as of a handler.
     */
    interface Events {
        /** Tells nobody. */
        Events NONE = new Events() {};

        /** It has a link, whose {@code onOpen} was called. It may have ended by now. */
        default void onLink(Client client, Link link) {}

        /**
         * It has none, and will try again.
         *
         * @param failures attempts in a row that have failed, short-lived links included; 0 after a link that was not
         * @param delayMillis when, in milliseconds from now
         * @param reason why its link ended, or why the attempt made none
         */
        default void onRetry(Client client, int failures, long delayMillis, CloseReason reason) {}

        /** Its policy allows no further attempt; {@code reason} is that of the last. */
        default void onGivenUp(Client client, CloseReason reason) {}
    }
}
