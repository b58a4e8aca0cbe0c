/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * Why a link ended, or why a connect did not make one. The first cause wins; both engines report the same reason for
 * the same story.
 */
public enum CloseReason {
    /** {@link Link#close} was called; everything queued was handed to the system and FIN was sent. */
    LOCAL_CLOSE,
    /** The peer ended its side first, then ours was closed. */
    PEER_CLOSE,
    /** {@link Link#abort} was called. */
    LOCAL_ABORT,
    /** The peer or the network reset the connection. */
    RESET,
    /** A graceful close did not finish before its deadline; the rest was aborted. */
    DRAIN_TIMEOUT,
    /** The {@link Linkport} was shut down. */
    SHUTDOWN,
    /** More was to be sent than may be pending, with {@link SendOptions.Overflow#CLOSE}; the link was reset. */
    OVERFLOW,
    /** A callback threw; the exception is in the log. */
    HANDLER_ERROR,
    /** Connect: nobody listens there. */
    REFUSED,
    /** Connect: there is no route to the address. */
    UNREACHABLE,
    /** Connect: no answer within the timeout. */
    CONNECT_TIMEOUT,
    /** Memory, handles, buffers or TCP ports ran out. */
    NO_RESOURCES,
    /** Connect: {@link LinkportOptions#maxLinks} links are open already. */
    LIMIT,
    /** Connect: an address cannot be used: not of this machine, in use, or of another family. */
    ADDRESS,
    /** Anything else the operating system reported; its code tells. */
    OS_ERROR,
    /** Connect: the host name has no address. */
    UNRESOLVED,
    /** Accepted, and the peer sent nothing within {@link TimeOptions#firstDataMillis}. */
    FIRST_DATA_TIMEOUT,
    /** Nothing was received for {@link TimeOptions#maxReadIdleMillis}; what was queued had its time to drain. */
    READ_IDLE,
    /** Nothing was sent for {@link TimeOptions#maxWriteIdleMillis}; what was queued had its time to drain. */
    WRITE_IDLE,
    /** The link reached {@link TimeOptions#maxAgeMillis}; what was queued had its time to drain. */
    MAX_AGE,
    /** The peer answered none of the pings of a {@link Heartbeat}. */
    HEARTBEAT_LOST,
    /** A region of a file that was to be sent lies beyond the end of the file, or cannot be read; the link was reset. */
    FILE,
    /** The peer broke the rules of the protocol that is spoken on the link; for {@link Link#abort(CloseReason)}. */
    PROTOCOL_ERROR,
    /** Accepted, and its address had {@link ListenOptions#maxLinksPerAddress} links already. No handler was told. */
    ADDRESS_LIMIT
}
