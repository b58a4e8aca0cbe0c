/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a connect.
 *
 * @param timeoutMillis how long it may take, in milliseconds; 1 to 3,600,000
 * @param localAddress our side, or null to let the system choose
 * @param link options of the link it makes
 */
public record ConnectOptions(int timeoutMillis, @Nullable InetSocketAddress localAddress, LinkOptions link) {
    /** Ten seconds, any local address, default link. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(10_000, null, LinkOptions.DEFAULT);

    /** Checks every range. */
    public ConnectOptions {
        OptionCheck.range("timeoutMillis", timeoutMillis, 1, 3_600_000);
        Objects.requireNonNull(link, "link");
    }

    /** The same with another {@code timeoutMillis}. */
    public ConnectOptions withTimeoutMillis(int value) {
        return new ConnectOptions(value, localAddress, link);
    }

    /** The same with another {@code localAddress}. */
    public ConnectOptions withLocalAddress(InetSocketAddress value) {
        return new ConnectOptions(timeoutMillis, value, link);
    }

    /** The same with other options for the link. */
    public ConnectOptions withLink(LinkOptions value) {
        return new ConnectOptions(timeoutMillis, localAddress, value);
    }
}
