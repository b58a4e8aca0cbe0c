/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.linkport.AddressText;

/** Writes addresses and ids one after the other, without making objects of each. One thread. */
final class TextBuffer {
    private static final int MORE = 512; // than an address and a number can take
    private static final int ADDRESS_MAX = 262;
    private static final int HEXADECIMAL_MAX = 16;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int[] OCTETS = new int[256]; // with a dot behind each, the first digit in the lowest byte
    private static final long[] PAIRS = new long[100]; // of decimal digits, the first one in the higher byte
    private static final int PORT_BITS = 16;

    static {
        for (int i = 0; i < OCTETS.length; i++) {
            byte[] digits = (i + ".").getBytes(StandardCharsets.US_ASCII);
            OCTETS[i] = (int) INT.get(Arrays.copyOf(digits, Integer.BYTES), 0);
        }
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (long) ('0' + i / 10) << Byte.SIZE | ('0' + i % 10);
        }
    }

    private byte[] text;
    private int length;

    /** @param expected how long it will become, about */
    TextBuffer(int expected) {
        text = new byte[expected + MORE];
    }

    /** Appends an address and its TCP port, IPv6 in brackets. */
    TextBuffer append(InetSocketAddress address) {
        long order = AddressOrder.of(address);
        if (AddressOrder.isWhole(order)) {
            return append(order);
        }
        if (address.getAddress() instanceof Inet6Address six && six.getScopeId() == 0) {
            append('[').groups(six.getAddress());
            append(']').append(':').decimal(address.getPort());
        } else {
            append(AddressText.of(address));
        }
        return this;
    }

    /** The same of an address of which {@link AddressOrder} is all. */
    TextBuffer append(long order) {
        int at = length;
        for (int shift = 40; shift >= PORT_BITS; shift -= Byte.SIZE) {
            int octet = OCTETS[(int) (order >>> shift) & 0xff];
            INT.set(text, at, octet);
            at += octet >>> 24 != 0 ? 4 : octet >>> 16 != 0 ? 3 : 2;
        }
        text[at - 1] = ':';
        length = at;
        decimal((int) order & 0xffff);
        return this;
    }

    private void groups(byte[] address) {
        for (int i = 0; i < address.length; i += 2) {
            if (i > 0) {
                append(':');
            }
            hexadecimal((address[i] & 0xff) << Byte.SIZE | (address[i + 1] & 0xff));
        }
    }

    private void append(String address) {
        for (int i = 0; i < Math.min(address.length(), ADDRESS_MAX); i++) {
            append(address.charAt(i));
        }
    }

    /** Appends a character of Latin 1. */
    TextBuffer append(char c) {
        text[length++] = (byte) c;
        return this;
    }

    private void decimal(int number) {
        int digits = number < 10 ? 1 : number < 100 ? 2 : number < 1_000 ? 3 : number < 10_000 ? 4 : 5;
        long six = (PAIRS[number / 10_000] << 32) | (PAIRS[number / 100 % 100] << 16) | PAIRS[number % 100];
        LONG.set(text, length, six << (Byte.SIZE * (Long.BYTES - digits))); // what is too much is written over later
        length += digits;
    }

    /** Appends an id, or another number, in hexadecimal digits. */
    TextBuffer hexadecimal(long number) {
        int digits = Math.max(1, (Long.SIZE + 3 - Long.numberOfLeadingZeros(number)) / 4);
        long first = number << (4 * (HEXADECIMAL_MAX - digits));
        LONG.set(text, length, eightDigits(first >>> Integer.SIZE)); // what is too much is written over later
        LONG.set(text, length + HEXADECIMAL_MAX / 2, eightDigits(first & 0xffff_ffffL));
        length += digits;
        return this;
    }

    /** The digits of a number of 32 bits, all at once: the first one in the highest byte. */
    private static long eightDigits(long number) {
        long pairs = (number | (number << 16)) & 0x0000_ffff_0000_ffffL;
        long bytes = (pairs | (pairs << 8)) & 0x00ff_00ff_00ff_00ffL;
        long nibbles = (bytes | (bytes << 4)) & 0x0f0f_0f0f_0f0f_0f0fL;
        long letters = ((nibbles + 0x0606_0606_0606_0606L) >>> 4) & 0x0101_0101_0101_0101L;
        return nibbles + 0x3030_3030_3030_3030L + letters * ('a' - '9' - 1);
    }

    /** Appends a part of what another one wrote. */
    void append(byte[] other, int from, int to) {
        reserve(to - from);
        System.arraycopy(other, from, text, length, to - from);
        length += to - from;
    }

    /** Has room for that many bytes, and two addresses. */
    void reserve(int bytes) {
        if (text.length - length < bytes + 2 * MORE) {
            text = Arrays.copyOf(text, 2 * text.length + bytes + 2 * MORE);
        }
    }

    /** What was written, up to {@link #length}: its own array, to which nothing may be appended any more. */
    byte[] bytes() {
        return text;
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }
}
