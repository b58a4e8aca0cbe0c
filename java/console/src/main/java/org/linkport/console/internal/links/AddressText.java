/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes addresses and ids one after the other, without making objects of each. One thread. */
final class AddressText {
    private static final int MORE = 512; // than an address and a number can take
    private static final int HOST_MAX = 255;
    private static final int HEXADECIMAL_MAX = 16;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int[] OCTETS = new int[256]; // with a dot behind each, the first digit in the lowest byte
    private static final long[] PAIRS = new long[100]; // of decimal digits, the first one in the higher byte
    private static final int PORT_BITS = 16;
    private static final long FOUR_END = 1L << 48;
    private static final long SIX = 1L << 60;

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
    AddressText(int expected) {
        text = new byte[expected + MORE];
    }

    /** Where addresses stand when they are sorted: IPv4 by address and TCP port, then IPv6 by the first seven bytes. */
    static long order(InetSocketAddress address) {
        return order(address.getAddress(), address.getPort());
    }

    /**
     * The same of many addresses. Each is a chain of objects, mostly in cold memory: a short loop for each part of the chain lets
     * the processor wait for those of many addresses at a time.
     *
     * @param orders of the first one at {@code from}
     * @param count of the addresses
     */
    static void orders(InetSocketAddress[] addresses, int count, long[] orders, int from) {
        InetAddress[] hosts = new InetAddress[count];
        for (int i = 0; i < count; i++) {
            hosts[i] = addresses[i].getAddress();
        }
        for (int i = 0; i < count; i++) {
            orders[from + i] = order(hosts[i], addresses[i].getPort());
        }
    }

    private static long order(@Nullable InetAddress host, int port) {
        if (host == null) {
            return Long.MAX_VALUE;
        }
        if (host instanceof Inet4Address four) {
            byte[] bytes = four.getAddress(); // at constant places, so that the compiler makes no array
            return (bytes[0] & 0xffL) << 40
                    | (bytes[1] & 0xffL) << 32
                    | (bytes[2] & 0xffL) << 24
                    | (bytes[3] & 0xffL) << 16
                    | port;
        }
        return SIX | ByteBuffer.wrap(host.getAddress()).getLong() >>> Byte.SIZE;
    }

    /** Whether its place in the order is all of an address. */
    static boolean isWhole(long order) {
        return order < FOUR_END;
    }

    /** Appends an address and its TCP port, IPv6 in brackets. */
    AddressText append(InetSocketAddress address) {
        long order = order(address);
        if (isWhole(order)) {
            return append(order);
        }
        append('[');
        appendHost(address);
        append(']').append(':').decimal(address.getPort());
        return this;
    }

    /** The same of an address of which its place in the order is all. */
    AddressText append(long order) {
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

    private void appendHost(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address six && six.getScopeId() == 0) {
            byte[] bytes = six.getAddress();
            for (int i = 0; i < bytes.length; i += 2) {
                if (i > 0) {
                    append(':');
                }
                hexadecimal((bytes[i] & 0xff) << Byte.SIZE | (bytes[i + 1] & 0xff));
            }
        } else {
            append(hostOf(address));
        }
    }

    private static String hostOf(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    private void append(String host) {
        for (int i = 0; i < Math.min(host.length(), HOST_MAX); i++) {
            append(host.charAt(i));
        }
    }

    /** Appends a character of Latin 1. */
    AddressText append(char c) {
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
    AddressText hexadecimal(long number) {
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

    static String of(@Nullable InetSocketAddress address) {
        return address == null ? "" : new AddressText(0).append(address).toString();
    }
}
