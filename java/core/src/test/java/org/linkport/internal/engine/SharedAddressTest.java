/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** An address that a link shares with the one before must say the same: the other port, or the other scope of IPv6, would be lost. */
class SharedAddressTest {
    private static InetSocketAddress of(int tcpPort) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), tcpPort);
    }

    private static InetSocketAddress of(int scope, byte[] host) throws IOException {
        return new InetSocketAddress(Inet6Address.getByAddress(null, host, scope), 9);
    }

    @Test
    void shouldShareWhatIsTheSame() throws IOException {
        SharedAddress shared = new SharedAddress();
        InetSocketAddress first = shared.of(of(1));
        assertSame(first, shared.of(of(1)));
        InetSocketAddress second = shared.of(of(2));
        assertNotSame(first, second);
        assertSame(second, shared.of(of(2)));
    }

    @Test
    void shouldKeepTheScopeOfEach() throws IOException {
        SharedAddress shared = new SharedAddress();
        byte[] host = new byte[16];
        host[0] = (byte) 0xfe;
        host[1] = (byte) 0x80;
        InetSocketAddress first = of(1, host);
        InetSocketAddress second = of(2, host);
        assertSame(first, shared.of(first));
        assertSame(second, shared.of(second));
    }
}
