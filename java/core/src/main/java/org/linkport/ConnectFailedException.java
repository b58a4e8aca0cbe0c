/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A connect did not make a link. */
public final class ConnectFailedException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final InetSocketAddress address;
    private final CloseReason reason;
    private final int osCode;

    /** Names the address, what was found, what to do, the reason and the system's code (0 for none). */
    public ConnectFailedException(
            InetSocketAddress address, CloseReason reason, int osCode, @Nullable Throwable cause) {
        super(
                "cannot connect to " + AddressText.of(address) + ": " + advice(reason)
                        + " (" + reason
                        + (osCode == 0 ? ")" : ", OS code " + osCode + ")"),
                cause);
        this.address = address;
        this.reason = reason;
        this.osCode = osCode;
    }

    private static String advice(CloseReason reason) {
        return switch (reason) {
            case REFUSED -> "nobody listens there; check the TCP port and that the server runs";
            case UNREACHABLE -> "there is no route; check the address and the network";
            case CONNECT_TIMEOUT -> "no answer in time; check the address and any firewall, or raise timeoutMillis";
            case UNRESOLVED -> "the host name has no address; check its spelling, or use a numeric address";
            case LIMIT -> "maxLinks are open already; close some, or raise maxLinks";
            case ADDRESS -> "an address cannot be used; check the local address and that both families match";
            case NO_RESOURCES -> "memory, handles or TCP ports ran out; close some, or raise the system's limits";
            case SHUTDOWN -> "the Linkport is shut down; open a new one";
            case LOCAL_ABORT, LOCAL_CLOSE -> "it was closed before it connected";
            case HANDLER_ERROR -> "the handler factory threw; the exception is in the log";
            case RESET -> "the peer reset it at once; look into its log";
            default -> "the system refused it";
        };
    }

    /** The address that was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** Why it failed. */
    public CloseReason reason() {
        return reason;
    }

    /** The operating system's code, or 0 where there is none or the platform does not tell it. */
    public int osCode() {
        return osCode;
    }
}
