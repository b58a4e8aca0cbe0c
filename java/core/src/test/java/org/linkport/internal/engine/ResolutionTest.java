/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of addresses: by turns of the families, each in the resolver's order. Attacks lists of unequal length. */
class ResolutionTest {
    private static InetAddress four(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    private static InetAddress six(int last) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[0] = 0x20;
        bytes[15] = (byte) last;
        return InetAddress.getByAddress(bytes);
    }

    @Test
    void shouldTakeTheFamiliesByTurns() throws UnknownHostException {
        assertEquals(
                List.of(six(1), four(1), six(2), six(3)),
                Resolution.interleaved(List.of(six(1), six(2), six(3), four(1))));
        assertEquals(
                List.of(four(1), six(1), four(2), six(2)),
                Resolution.interleaved(List.of(four(1), four(2), six(1), six(2))));
        assertEquals(List.of(four(1), four(2)), Resolution.interleaved(List.of(four(1), four(2))));
        assertEquals(List.of(), Resolution.interleaved(List.of()));
    }
}
