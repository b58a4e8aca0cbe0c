/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Console} answers, and whom.
 *
 * @param address where it listens; TCP port 0 takes any free one. Other addresses than loopback need a token of yours
 * @param token what actions need, and everything but the page and {@code /health} where the address is not loopback; 16
 *     to 512 letters, digits and {@code - . _ ~}. Null for one that is made up, which is for loopback alone
 * @param hosts further names under which browsers may ask for it, as a proxy before it has; without a TCP port
 * @param log the lines that its page shows; null to take those of logback, if the program logs through it
 * @param listens whether the program is ready only while it has an open listener; false for one that only connects
 */
public record ConsoleOptions(
        InetSocketAddress address,
        @Nullable String token,
        Set<String> hosts,
        @Nullable LogSource log,
        boolean listens) {
    /** The TCP port of {@link #DEFAULT}. */
    public static final int TCP_PORT = 9_180;

    private static final int TOKEN_MIN = 16;
    private static final int TOKEN_MAX = 512;

    /** TCP port 9180 of loopback, a token that is made up, the lines of logback. */
    public static final ConsoleOptions DEFAULT = new ConsoleOptions(loopback(TCP_PORT), null, Set.of(), null, true);

    /** Checks every part. */
    public ConsoleOptions {
        Objects.requireNonNull(address, "address");
        hosts = Set.copyOf(hosts);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address is " + address + " and must be one of this machine");
        }
        if (token != null && !token.matches("[A-Za-z0-9._~-]{" + TOKEN_MIN + "," + TOKEN_MAX + "}")) {
            throw new IllegalArgumentException("token has " + token.length() + " characters and must have " + TOKEN_MIN
                    + " to " + TOKEN_MAX + ", all of them letters, digits and - . _ ~");
        }
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("token is null and must be given for " + address
                    + ": only on loopback may anybody look without one");
        }
    }

    private static InetSocketAddress loopback(int tcpPort) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcpPort);
    }

    /** The same on another TCP port of loopback; 0 for any free one. */
    public ConsoleOptions withLoopback(int tcpPort) {
        return new ConsoleOptions(loopback(tcpPort), token, hosts, log, listens);
    }

    /** The same elsewhere, which only those who have that token may look at. */
    public ConsoleOptions withAddress(InetSocketAddress other, String needed) {
        return new ConsoleOptions(other, Objects.requireNonNull(needed, "token"), hosts, log, listens);
    }

    /** The same with another token. */
    public ConsoleOptions withToken(String value) {
        return new ConsoleOptions(address, Objects.requireNonNull(value, "token"), hosts, log, listens);
    }

    /** The same under further names. */
    public ConsoleOptions withHosts(Set<String> names) {
        return new ConsoleOptions(address, token, names, log, listens);
    }

    /** The same with lines of another log. */
    public ConsoleOptions withLog(LogSource source) {
        return new ConsoleOptions(address, token, hosts, source, listens);
    }

    /** The same, ready with listeners only or without them. */
    public ConsoleOptions withListens(boolean value) {
        return new ConsoleOptions(address, token, hosts, log, value);
    }

    /** Whether nobody beyond this machine reaches it. */
    public boolean isLoopback() {
        return address.getAddress().isLoopbackAddress();
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "ConsoleOptions[address=" + address + ", hosts=" + hosts + ", listens=" + listens + "]";
    }
}
