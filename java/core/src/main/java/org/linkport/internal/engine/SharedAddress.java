/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address of the last link, which the next one shares if it has the same: those that one listener accepted mostly have their
 * local address in common, those of a client the remote one. One object is less memory, and remains in the processor's
 * caches for who reads all of them. Owner only.
 */
final class SharedAddress {
    private @Nullable InetSocketAddress last;

    InetSocketAddress of(InetSocketAddress address) {
        InetSocketAddress before = last;
        // Those of IPv6 are equal though their scopes differ.
        if (before != null && before.getAddress() instanceof Inet4Address && before.equals(address)) {
            return before;
        }
        last = address;
        return address;
    }
}
