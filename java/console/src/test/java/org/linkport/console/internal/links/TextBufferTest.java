/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.linkport.AddressText;

/** Attacks digits that are written several at once: numbers of every length, and the edges of each part of an address. */
class TextBufferTest {
    private static String text(InetSocketAddress address) {
        return new TextBuffer(0).append(address).toString();
    }

    private static InetSocketAddress at(byte[] address, int tcpPort) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address), tcpPort);
    }

    @Test
    void shouldWriteAddressesAndIdsAsOthersDo() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[round % 2 == 0 ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(16) : random.nextInt());
            }
            InetSocketAddress address = at(bytes, random.nextInt(1 << 16));
            assertEquals(AddressText.of(address), text(address));
            long id = random.nextLong() >>> random.nextInt(64);
            assertEquals(Long.toHexString(id), new TextBuffer(0).hexadecimal(id).toString());
        }
        assertEquals("0", new TextBuffer(0).hexadecimal(0).toString());
    }

    @Test
    void shouldWriteAddressesAsPeopleDo() throws Exception {
        InetAddress four = InetAddress.getByAddress(new byte[] {(byte) 192, (byte) 168, 0, 7});
        assertEquals("192.168.0.7:8080", text(new InetSocketAddress(four, 8080)));
        assertEquals("[0:0:0:0:0:0:0:1]:1", text(new InetSocketAddress(InetAddress.getByName("::1"), 1)));
        assertEquals("255.10.0.100:65535", text(at(new byte[] {-1, 10, 0, 100}, 65_535)));
        assertEquals("0.0.0.0:0", text(at(new byte[4], 0)));
        assertEquals("gateway:80", text(InetSocketAddress.createUnresolved("gateway", 80)));
    }

    @Test
    void shouldWriteIdsOfEveryLength() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long id : new long[] {1L << bits, (1L << bits) - 1, -1L >>> bits, 0x9ab0_cdef_1234_5678L >>> bits}) {
                TextBuffer text = new TextBuffer(0).hexadecimal(id).append(' ').hexadecimal(id);
                assertEquals(Long.toHexString(id) + ' ' + Long.toHexString(id), text.toString());
            }
        }
    }
}
