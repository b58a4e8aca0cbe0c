/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

/** Why a session ended. */
public enum SessionEnd {
    /** {@link Session#close} was called; everything was acknowledged. */
    CLOSED,
    /** The peer closed it, after everything was acknowledged. */
    CLOSED_BY_PEER,
    /** {@link Session#abort} was called. */
    ABORTED,
    /** A server's session was without a link for longer than {@link SessionOptions#resumeMillis}. */
    EXPIRED,
    /** A client's {@link org.linkport.ReconnectPolicy} gave up. */
    GAVE_UP,
    /** The server refuses sessions of this version, or any more of them. */
    REFUSED,
    /** The peer broke the rules. */
    PROTOCOL_ERROR,
    /** The {@link Sessions} were closed, or the {@link org.linkport.Linkport} was shut down. */
    SHUTDOWN
}
