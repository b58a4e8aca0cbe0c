/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;

/**
 * Options of a listener. Its address is exclusive unless {@code sharedTcpPort} says otherwise: no other socket can bind it.
 *
 * @param backlog connections the system may hold until they are accepted; 1 to 65,535
 * @param acceptDepth accepts kept posted (IOCP) or taken in one step (NIO); 1 to 1,024
 * @param maxLinks links of this listener open at once, beside {@link LinkportOptions#maxLinks} for all. At the limit
 *     accepting pauses and later resumes; who connects meanwhile waits, as far as {@code acceptDepth} and {@code
 *     backlog} reach. A place is free shortly after {@link Links} has ceased to count the link. 0 for no limit of its
 *     own, to 1,000,000
 * @param maxLinksPerAddress links that one remote address may have open through this listener; one beyond that is reset
 *     at once with {@link CloseReason#ADDRESS_LIMIT}, and its handler is never made. A place is free when {@code onClose}
 *     is called. An IPv4-mapped IPv6 address is the
 *     IPv4 address. 0 for no limit, to 1,000,000
 * @param link options of the links it makes
 * @param dualStack whether a wildcard address takes IPv4 and IPv6, of which each machine may have one (the default);
 *     without it 0.0.0.0 takes IPv4 alone, and [::] is refused, since {@code java.nio} has no IPv6 alone
 * @param sharedTcpPort whether other listeners that say so, too, may have the same address, in this process and in others
 *     of the same user; the system deals connections out to them (SO_REUSEPORT). Refused where the system has no such
 *     thing, as on Windows
 */
public record ListenOptions(
        int backlog,
        int acceptDepth,
        int maxLinks,
        int maxLinksPerAddress,
        LinkOptions link,
        boolean dualStack,
        boolean sharedTcpPort) {
    /** Backlog 1,024, accept depth 32, no limit of its own nor for an address, default links, both families, exclusive. */
    public static final ListenOptions DEFAULT = new ListenOptions(1_024, 32, 0, 0, LinkOptions.DEFAULT, true, false);

    /** Checks every range. */
    public ListenOptions {
        OptionCheck.range("backlog", backlog, 1, 65_535);
        OptionCheck.range("acceptDepth", acceptDepth, 1, 1_024);
        OptionCheck.range("maxLinks", maxLinks, 0, 1_000_000);
        OptionCheck.range("maxLinksPerAddress", maxLinksPerAddress, 0, 1_000_000);
        Objects.requireNonNull(link, "link");
    }

    /** The same with another {@code backlog}. */
    public ListenOptions withBacklog(int value) {
        return new ListenOptions(value, acceptDepth, maxLinks, maxLinksPerAddress, link, dualStack, sharedTcpPort);
    }

    /** The same with another {@code acceptDepth}. */
    public ListenOptions withAcceptDepth(int value) {
        return new ListenOptions(backlog, value, maxLinks, maxLinksPerAddress, link, dualStack, sharedTcpPort);
    }

    /** The same with another {@code maxLinks}. */
    public ListenOptions withMaxLinks(int value) {
        return new ListenOptions(backlog, acceptDepth, value, maxLinksPerAddress, link, dualStack, sharedTcpPort);
    }

    /** The same with another {@code maxLinksPerAddress}. */
    public ListenOptions withMaxLinksPerAddress(int value) {
        return new ListenOptions(backlog, acceptDepth, maxLinks, value, link, dualStack, sharedTcpPort);
    }

    /** The same with other options for its links. */
    public ListenOptions withLink(LinkOptions value) {
        return new ListenOptions(backlog, acceptDepth, maxLinks, maxLinksPerAddress, value, dualStack, sharedTcpPort);
    }

    /** The same with another {@code dualStack}. */
    public ListenOptions withDualStack(boolean value) {
        return new ListenOptions(backlog, acceptDepth, maxLinks, maxLinksPerAddress, link, value, sharedTcpPort);
    }

    /** The same with another {@code sharedTcpPort}. */
    public ListenOptions withSharedTcpPort(boolean value) {
        return new ListenOptions(backlog, acceptDepth, maxLinks, maxLinksPerAddress, link, dualStack, value);
    }
}
