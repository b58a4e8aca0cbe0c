/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listener could not be made. */
public final class ListenFailedException extends LinkportException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another socket has the address. */
        ADDRESS_IN_USE("another socket has that address; stop it, or choose another TCP port"),
        /** No interface of this machine has the address. */
        ADDRESS_NOT_LOCAL("no interface of this machine has that address; use one that it has, or the wildcard"),
        /** The system forbids it. */
        ACCESS_DENIED("the system forbids it; choose a TCP port above 1023, or give the process the right"),
        /** The host name has no address. */
        UNRESOLVED("the host name has no address; check its spelling, or use a numeric address"),
        /** This system cannot listen on that kind of address. */
        UNSUPPORTED("this system does not support that kind of address"),
        /** Memory, handles or the table of listeners ran out. */
        NO_RESOURCES("the system has no more sockets or memory; close some, or raise its limits"),
        /** The {@link Linkport} is shut down. */
        SHUTDOWN("the Linkport is shut down; open a new one"),
        /** Anything else; the operating system's code tells. */
        OS_ERROR("the system refused it");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }
    }

    private final InetSocketAddress address;
    private final Reason reason;
    private final int osCode;

    /** Names the address, what was found, what to do, the reason and the system's code (0 for none). */
    public ListenFailedException(InetSocketAddress address, Reason reason, int osCode, @Nullable Throwable cause) {
        super(
                "cannot listen on " + AddressText.of(address) + ": " + reason.advice
                        + " (" + reason
                        + (osCode == 0 ? ")" : ", OS code " + osCode + ")"),
                cause);
        this.address = address;
        this.reason = reason;
        this.osCode = osCode;
    }

    /** The address that was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }

    /** The operating system's code, or 0 where there is none or the platform does not tell it. */
    public int osCode() {
        return osCode;
    }
}
