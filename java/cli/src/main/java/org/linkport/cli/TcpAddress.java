/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.linkport.AddressText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as people write it: {@code 9700} is a TCP port of this machine's loopback, {@code *:9700} all addresses of it,
 * {@code example.org:9700}, {@code 10.0.0.1:9700}, {@code [::1]:9700}.
 *
 * @param host a name or an address without brackets; {@code *} for all of this machine
 */
public record TcpAddress(String host, int tcpPort) {
    /** All addresses of this machine. */
    private static final String ALL = "*";

    private static final String LOOPBACK = "127.0.0.1";

    /** Makes them of what is on the command line. */
    public static final class Parser implements ITypeConverter<TcpAddress> {
        @Override
        public TcpAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? LOOPBACK : withoutBrackets(text, text.substring(0, colon));
            return new TcpAddress(host, tcpPort(text, text.substring(colon + 1)));
        }

        private static String withoutBrackets(String text, String host) {
            boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
            if (host.isEmpty() || host.contains(":") != bracketed) {
                throw bad(text);
            }
            return bracketed ? host.substring(1, host.length() - 1) : host;
        }

        private static int tcpPort(String text, String digits) {
            if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
                throw bad(text);
            }
            return Integer.parseInt(digits);
        }

        private static TypeConversionException bad(String text) {
            return new TypeConversionException(
                    "'" + text
                            + "' is no address; permitted: PORT, HOST:PORT, [IPV6]:PORT, *:PORT, with a TCP port from 0 to 65535");
        }
    }

    /** For a socket; a name is not resolved yet. */
    public InetSocketAddress socketAddress() {
        return host.equals(ALL) ? new InetSocketAddress(tcpPort) : InetSocketAddress.createUnresolved(host, tcpPort);
    }

    /**
     * For a socket, with the name resolved. Blocks.
     *
     * @throws CommandFailure if nobody knows the name
     */
    public InetSocketAddress resolved() {
        InetSocketAddress address =
                host.equals(ALL) ? new InetSocketAddress(tcpPort) : new InetSocketAddress(host, tcpPort);
        if (address.isUnresolved()) {
            throw new CommandFailure(
                    ExitCode.NO_CONNECTION,
                    "no address is known for the host '" + host + "'; check the name, or give an address");
        }
        return address;
    }

    /** An address of a socket in the form that is read here. */
    public static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        boolean all = host != null && host.isAnyLocalAddress();
        return all ? ALL + ":" + address.getPort() : AddressText.of(address);
    }

    @Override
    public String toString() {
        return host.equals(ALL)
                ? ALL + ":" + tcpPort
                : AddressText.of(InetSocketAddress.createUnresolved(host, tcpPort));
    }
}
