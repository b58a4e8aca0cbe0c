/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/** The failed logins at one server. Any thread. */
final class Attempts {
    private final AttemptLimits limits;
    private final LongSupplier clockMillis;
    private final FailureCounts addresses;
    private final FailureCounts users;

    /** @param clockMillis never goes back */
    Attempts(AttemptLimits limits, LongSupplier clockMillis) {
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.addresses = new FailureCounts(limits.perAddress(), limits.lockMillis(), limits.remembered());
        this.users = new FailureCounts(limits.perUser(), limits.lockMillis(), limits.remembered());
    }

    AttemptLimits limits() {
        return limits;
    }

    boolean isLocked(InetAddress address) {
        return addresses.isLocked(key(address), clockMillis.getAsLong());
    }

    boolean isLocked(String user) {
        return users.isLocked(user, clockMillis.getAsLong());
    }

    /** Counts a failure. How long the answer is to wait, in milliseconds. */
    int failed(InetAddress address, String user) {
        long nowMillis = clockMillis.getAsLong();
        int ofAddress = addresses.add(key(address), nowMillis);
        int ofUser = users.add(user, nowMillis);
        return limits.delayMillis(Math.max(ofAddress, ofUser));
    }

    void succeeded(InetAddress address, String user) {
        addresses.forget(key(address));
        users.forget(user);
    }

    int remembered() {
        return Math.max(addresses.size(), users.size());
    }

    /** Who has one IPv6 address has its /64. */
    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
