/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. Called on threads of its own, never on a worker, and may block. */
@FunctionalInterface
public interface HostResolver {
    /** What the JVM finds. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses, those to try first in front. */
    List<InetAddress> addressesOf(String host) throws UnknownHostException;
}
