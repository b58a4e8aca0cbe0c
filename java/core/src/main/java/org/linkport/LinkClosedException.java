/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** A link ended before blocking code got from it what it wanted. */
public final class LinkClosedException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;
    private final int osCode;

    /** Names the reason and the system's code (0 for none). */
    public LinkClosedException(CloseReason reason, int osCode) {
        super("the link ended first: " + reason + (osCode == 0 ? "" : ", OS code " + osCode), null);
        this.reason = reason;
        this.osCode = osCode;
    }

    /** Why it ended; {@link CloseReason#PEER_CLOSE} also if only the peer's side has. */
    public CloseReason reason() {
        return reason;
    }

    /** The operating system's code, or 0 where there is none or the platform does not tell it. */
    public int osCode() {
        return osCode;
    }
}
