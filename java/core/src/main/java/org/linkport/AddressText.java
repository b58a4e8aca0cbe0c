/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as people write them, in messages and lists of ours and of programs. */
public final class AddressText {
    private AddressText() {}

    /**
     * {@code 10.0.0.1:9700}, {@code [::1]:9700}; with the host's name only where nobody has looked its address up. Asks no
     * name server. Any thread.
     */
    public static String of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            return bracketed(address.getHostString(), address.getHostString().indexOf(':') >= 0) + address.getPort();
        }
        return bracketed(host.getHostAddress(), host instanceof Inet6Address) + address.getPort();
    }

    private static String bracketed(String host, boolean brackets) {
        return brackets ? "[" + host + "]:" : host + ":";
    }
}
