/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where addresses stand when they are sorted: IPv4 by address and TCP port, then IPv6 by the first seven bytes. */
final class AddressOrder {
    private static final long FOUR_END = 1L << 48;
    private static final long SIX = 1L << 60;

    private AddressOrder() {}

    static long of(InetSocketAddress address) {
        return of(address.getAddress(), address.getPort());
    }

    /**
     * The same of many addresses. Each is a chain of objects, mostly in cold memory: a short loop for each part of the chain lets
     * the processor wait for those of many addresses at a time.
     *
     * @param orders of the first one at {@code from}
     * @param count of the addresses
     */
    static void ofAll(InetSocketAddress[] addresses, int count, long[] orders, int from) {
        InetAddress[] hosts = new InetAddress[count];
        for (int i = 0; i < count; i++) {
            hosts[i] = addresses[i].getAddress();
        }
        for (int i = 0; i < count; i++) {
            orders[from + i] = of(hosts[i], addresses[i].getPort());
        }
    }

    private static long of(@Nullable InetAddress host, int port) {
        if (host == null) {
            return Long.MAX_VALUE;
        }
        if (host instanceof Inet4Address four) {
            byte[] bytes = four.getAddress(); // at constant places, so that the compiler makes no array
            return (bytes[0] & 0xffL) << 40
                    | (bytes[1] & 0xffL) << 32
                    | (bytes[2] & 0xffL) << 24
                    | (bytes[3] & 0xffL) << 16
                    | port;
        }
        return SIX | ByteBuffer.wrap(host.getAddress()).getLong() >>> Byte.SIZE;
    }

    /** Whether its place in the order is all of an address. */
    static boolean isWhole(long order) {
        return order < FOUR_END;
    }
}
