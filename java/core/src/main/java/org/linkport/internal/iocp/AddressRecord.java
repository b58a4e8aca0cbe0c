/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An address as a record of {@code lp_address}. */
final class AddressRecord {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private AddressRecord() {}

    /** Null becomes family 0. */
    static void write(ByteBuffer records, int at, @Nullable InetSocketAddress address) {
        InetAddress host = address == null ? null : address.getAddress();
        byte[] bytes = host == null ? new byte[0] : host.getAddress();
        int family = bytes.length == V6_BYTES ? 6 : bytes.length;
        records.putShort(at + Abi.ADDRESS_FAMILY, (short) family);
        records.putShort(at + Abi.ADDRESS_TCP_PORT, (short) (address == null ? 0 : address.getPort()));
        records.putInt(at + Abi.ADDRESS_SCOPE, host instanceof Inet6Address v6 ? v6.getScopeId() : 0);
        records.put(at + Abi.ADDRESS_DATA, bytes);
    }

    static InetSocketAddress read(ByteBuffer records, int at) {
        boolean v6 = records.getShort(at + Abi.ADDRESS_FAMILY) == 6;
        byte[] bytes = new byte[v6 ? V6_BYTES : V4_BYTES];
        records.get(at + Abi.ADDRESS_DATA, bytes);
        int tcpPort = Short.toUnsignedInt(records.getShort(at + Abi.ADDRESS_TCP_PORT));
        try {
            int scope = records.getInt(at + Abi.ADDRESS_SCOPE);
            InetAddress host =
                    v6 && scope != 0 ? Inet6Address.getByAddress(null, bytes, scope) : InetAddress.getByAddress(bytes);
            return new InetSocketAddress(host, tcpPort);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is always valid", e);
        }
    }
}
