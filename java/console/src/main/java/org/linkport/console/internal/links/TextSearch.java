/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a part in a long text, eight places at a time. That of the JDK takes one place after the other until much more
 * is compiled than a few pages have compiled: ten times as long, where there is nothing to find.
 */
final class TextSearch {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = ONES << 7;

    private final byte[] text;
    private final int length;
    private final byte[] part;
    private final int last; // place in the part
    private final int beforeLast; // or the same, if there is only one
    private final long lastBytes; // eight times
    private final long beforeLastBytes;

    /** @param part not empty; of what is not Latin 1 there is nothing to find */
    TextSearch(byte[] text, int length, String part) {
        this.text = text;
        this.length = length;
        this.part = part.getBytes(StandardCharsets.ISO_8859_1);
        this.last = this.part.length - 1;
        this.beforeLast = Math.max(0, last - 1);
        this.lastBytes = (this.part[last] & 0xff) * ONES;
        this.beforeLastBytes = (this.part[beforeLast] & 0xff) * ONES;
    }

    /** Where it is next, or -1. Looks for its end first: many addresses start like others. */
    int next(int from) {
        int at = from;
        for (; at + last + Long.BYTES <= length; at += Long.BYTES) {
            long others = ((long) LONG.get(text, at + beforeLast) ^ beforeLastBytes)
                    | ((long) LONG.get(text, at + last) ^ lastBytes);
            // A byte is 0 where both are; a borrow may mark the byte behind it, too.
            for (long zeros = (others - ONES) & ~others & HIGHEST; zeros != 0; zeros &= zeros - 1) {
                int place = at + (Long.numberOfTrailingZeros(zeros) >>> 3);
                if (isAt(place)) {
                    return place;
                }
            }
        }
        for (; at + last < length; at++) {
            if (isAt(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAt(int place) {
        for (int i = 0; i < part.length; i++) {
            if (text[place + i] != part[i]) {
                return false;
            }
        }
        return true;
    }
}
