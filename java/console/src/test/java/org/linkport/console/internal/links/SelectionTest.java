/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page is what stands there when everything is sorted. Attacks equal keys, sorted keys, and pages beyond the end. */
class SelectionTest {
    @Test
    void shouldFindThePageThatASortWouldShow() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            int count = random.nextInt(300);
            int kinds = 1 + random.nextInt(20);
            long[] keys = new long[count];
            Arrays.setAll(keys, i -> random.nextBoolean() ? random.nextInt(kinds) : random.nextLong());
            check(keys, random.nextBoolean(), random.nextInt(count + 10), 1 + random.nextInt(60));
        }
    }

    @Test
    void shouldNotMindOrderThatIsThereAlready() {
        for (int count : new int[] {1_000, 20_000}) {
            check(IntStream.range(0, count).asLongStream().toArray(), false, count / 2, 200);
            check(IntStream.range(0, count).asLongStream().toArray(), true, 0, 200);
            check(new long[count], true, count - 100, 200);
        }
    }

    private static void check(long[] keys, boolean descending, int offset, int limit) {
        long[] ids = new long[keys.length];
        Random random = new Random(keys.length);
        Arrays.setAll(ids, i -> random.nextLong());
        int[] rows = IntStream.range(0, keys.length).toArray();
        new Selection(keys, ids, rows, descending).select(offset, offset + limit);
        Comparator<Integer> byKey = Comparator.comparing(row -> keys[row]);
        int[] sorted = IntStream.range(0, keys.length)
                .boxed()
                .sorted((descending ? byKey.reversed() : byKey)
                        .thenComparing((a, b) -> Long.compareUnsigned(ids[a], ids[b])))
                .mapToInt(row -> row)
                .toArray();
        int from = Math.min(offset, keys.length);
        int to = Math.min(offset + limit, keys.length);
        assertArrayEquals(Arrays.copyOfRange(sorted, from, to), Arrays.copyOfRange(rows, from, to));
    }

    private static InetSocketAddress at(byte[] address, int tcpPort) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address), tcpPort);
    }

    @Test
    void shouldWriteAddressesAsTheJdkDoes() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[round % 2 == 0 ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(16) : random.nextInt());
            }
            InetSocketAddress address = at(bytes, random.nextInt(1 << 16));
            String host = address.getAddress().getHostAddress();
            assertEquals(
                    (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort(),
                    AddressText.of(address));
            long id = random.nextLong() >>> random.nextInt(64);
            assertEquals(
                    Long.toHexString(id), new AddressText(0).hexadecimal(id).toString());
        }
        assertEquals("0", new AddressText(0).hexadecimal(0).toString());
    }

    @Test
    void shouldWriteAddressesAsPeopleDo() throws Exception {
        InetAddress four = InetAddress.getByAddress(new byte[] {(byte) 192, (byte) 168, 0, 7});
        assertEquals("192.168.0.7:8080", AddressText.of(new InetSocketAddress(four, 8080)));
        assertEquals("[0:0:0:0:0:0:0:1]:1", AddressText.of(new InetSocketAddress(InetAddress.getByName("::1"), 1)));
        assertEquals("255.10.0.100:65535", AddressText.of(at(new byte[] {-1, 10, 0, 100}, 65_535)));
        assertEquals("0.0.0.0:0", AddressText.of(at(new byte[4], 0)));
        assertEquals("[gateway]:80", AddressText.of(InetSocketAddress.createUnresolved("gateway", 80)));
    }
}
