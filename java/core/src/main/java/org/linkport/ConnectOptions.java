/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a connect.
 *
 * @param timeoutMillis how long it may take, in milliseconds, over all addresses; 1 to 3,600,000
 * @param localAddress our side, or null to let the system choose
 * @param link options of the link it makes
 * @param attemptDelayMillis with several addresses, how long to wait for one before the next is tried beside it, in
 *     milliseconds; 10 to 60,000
 * @param resolver finds the addresses of a host name
 */
public record ConnectOptions(
        int timeoutMillis,
        @Nullable InetSocketAddress localAddress,
        LinkOptions link,
        int attemptDelayMillis,
        HostResolver resolver) {
    /** Ten seconds, any local address, default link, the next address after 250 ms, the JVM's resolver. */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(10_000, null, LinkOptions.DEFAULT, 250, HostResolver.SYSTEM);

    /** Checks every range. */
    public ConnectOptions {
        OptionCheck.range("timeoutMillis", timeoutMillis, 1, 3_600_000);
        Objects.requireNonNull(link, "link");
        OptionCheck.range("attemptDelayMillis", attemptDelayMillis, 10, 60_000);
        Objects.requireNonNull(resolver, "resolver");
    }

    /** The same with another {@code timeoutMillis}. */
    public ConnectOptions withTimeoutMillis(int value) {
        return new ConnectOptions(value, localAddress, link, attemptDelayMillis, resolver);
    }

    /** The same with another {@code localAddress}. */
    public ConnectOptions withLocalAddress(InetSocketAddress value) {
        return new ConnectOptions(timeoutMillis, value, link, attemptDelayMillis, resolver);
    }

    /** The same with other options for the link. */
    public ConnectOptions withLink(LinkOptions value) {
        return new ConnectOptions(timeoutMillis, localAddress, value, attemptDelayMillis, resolver);
    }

    /** The same with another {@code attemptDelayMillis}. */
    public ConnectOptions withAttemptDelayMillis(int value) {
        return new ConnectOptions(timeoutMillis, localAddress, link, value, resolver);
    }

    /** The same with another {@code resolver}. */
    public ConnectOptions withResolver(HostResolver value) {
        return new ConnectOptions(timeoutMillis, localAddress, link, attemptDelayMillis, value);
    }
}
