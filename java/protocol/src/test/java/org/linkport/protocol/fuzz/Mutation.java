/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Small changes of input: bits, bytes that are often edges, pieces cut out, doubled or put in. */
final class Mutation {
    private static final byte[] EDGES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, '\r', '\n'};

    private Mutation() {}

    static byte[] of(byte[] input, SplittableRandom random) {
        if (input.length == 0) {
            return FuzzTarget.bytes(random, 5);
        }
        int at = random.nextInt(input.length);
        int end = Math.min(input.length, at + random.nextInt(1, 9));
        byte[] changed = input.clone();
        return switch (random.nextInt(6)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> {
                changed[at] = EDGES[random.nextInt(EDGES.length)];
                yield changed;
            }
            case 2 -> {
                Arrays.fill(changed, at, end, EDGES[random.nextInt(EDGES.length)]);
                yield changed;
            }
            case 3 -> joined(Arrays.copyOf(input, at), Arrays.copyOfRange(input, end, input.length)); // cut out
            case 4 -> joined(Arrays.copyOf(input, end), Arrays.copyOfRange(input, at, input.length)); // doubled
            default -> Arrays.copyOf(input, at); // truncated
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
