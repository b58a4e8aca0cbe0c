/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;

/** Writes addresses into bytes without making objects of them, to be searched. One thread. */
final class AddressText {
    private static final int LENGTH_MAX = 160;

    private final byte[] text = new byte[LENGTH_MAX];
    private int length;

    AddressText clear() {
        length = 0;
        return this;
    }

    /** Appends an address and its TCP port, IPv6 in brackets. */
    AddressText append(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet4Address four) {
            byte[] parts = four.getAddress();
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    append('.');
                }
                append(parts[i] & 0xff);
            }
        } else {
            append('[');
            append(hostOf(address));
            append(']');
        }
        append(':');
        append(address.getPort());
        return this;
    }

    private static String hostOf(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    AddressText append(char c) {
        if (length < LENGTH_MAX) {
            text[length++] = (byte) c;
        }
        return this;
    }

    private void append(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            append(ascii.charAt(i));
        }
    }

    private void append(int number) {
        if (number >= 10) {
            append(number / 10);
        }
        append((char) ('0' + number % 10));
    }

    /** Both addresses of a link and its id; the blank between them is in none of the three. */
    byte[] of(Link link) {
        clear().append(link.remoteAddress())
                .append(' ')
                .append(link.localAddress())
                .append(' ');
        append(Long.toHexString(link.id()));
        return Arrays.copyOf(text, length);
    }

    static boolean contains(byte @Nullable [] text, byte[] part) {
        if (text == null) {
            return false;
        }
        for (int at = 0; at <= text.length - part.length; at++) {
            int i = 0;
            while (i < part.length && text[at + i] == part[i]) {
                i++;
            }
            if (i == part.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    static String of(@Nullable InetSocketAddress address) {
        return address == null ? "" : new AddressText().append(address).toString();
    }
}
