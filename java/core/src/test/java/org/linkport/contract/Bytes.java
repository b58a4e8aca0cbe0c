/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that look the same in every run and have no short period, so that a lost or doubled piece shows. */
public final class Bytes {
    private Bytes() {}

    public static byte[] pattern(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** As assertArrayEquals, but bearable with megabytes. */
    public static void assertSame(byte[] expected, byte[] actual) {
        assertEquals(expected.length, actual.length, "length");
        assertEquals(-1, Arrays.mismatch(expected, actual), "first difference");
    }
}
