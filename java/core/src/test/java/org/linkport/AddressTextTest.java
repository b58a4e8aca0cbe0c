/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/**
 * How addresses are written, alone and in the failures that name one: as people write them, whether they were looked up, by
 * name or not at all; never with a slash or with "unresolved".
 */
class AddressTextTest {
    private static InetSocketAddress address(int... bytes) throws Exception {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new InetSocketAddress(InetAddress.getByAddress("a-name", raw), 9700);
    }

    @Test
    void shouldWriteDigitsWhereThereAreSome() throws Exception {
        assertEquals("10.0.0.255:9700", AddressText.of(address(10, 0, 0, 255)));
        assertEquals("[0:0:0:0:0:0:0:1]:9700", AddressText.of(address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
    }

    @Test
    void shouldWriteTheNameWhereNobodyLookedItUp() {
        assertEquals("a.invalid:1", AddressText.of(InetSocketAddress.createUnresolved("a.invalid", 1)));
        assertEquals("[::1]:1", AddressText.of(InetSocketAddress.createUnresolved("::1", 1)));
    }

    @Test
    void shouldSayWhatWasAskedFoundAndToDoOnce() throws Exception {
        assertEquals(
                "cannot connect to a.invalid:1: nobody listens there; check the TCP port and that the server runs (REFUSED)",
                new ConnectFailedException(
                                InetSocketAddress.createUnresolved("a.invalid", 1), CloseReason.REFUSED, 0, null)
                        .getMessage());
        assertEquals(
                "cannot listen on 10.0.0.1:9700: another socket has that address; stop it, or choose another TCP port"
                        + " (ADDRESS_IN_USE, OS code 10048)",
                new ListenFailedException(
                                address(10, 0, 0, 1), ListenFailedException.Reason.ADDRESS_IN_USE, 10_048, null)
                        .getMessage());
    }
}
