/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Where peers log in at one server: who may, and who has tried too often. Any thread. */
public final class LoginDesk {
    private static final int QUIET_MILLIS = 60_000;

    private final Access access;
    private final LongSupplier clockMillis;
    private final RecentLogins recent;
    private final Attempts attempts;

    /** For the links of one server, or of several that count failures together. */
    public LoginDesk(Access access) {
        this(access, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    LoginDesk(Access access, LongSupplier clockMillis) {
        this.access = access;
        this.clockMillis = clockMillis;
        this.recent = new RecentLogins(QUIET_MILLIS, access.limits().remembered());
        this.attempts = new Attempts(access.limits(), clockMillis);
    }

    /** Who may log in. */
    public Access access() {
        return access;
    }

    Attempts attempts() {
        return attempts;
    }

    /** {@link RecentLogins#TOLD}, or what the line about a login has to say of those before. */
    int news(String name, String address) {
        return recent.add(name + " " + address, clockMillis.getAsLong());
    }

    /** The login of one link. */
    public Login login(InetAddress peer) {
        return new Login(this, peer, ScramHash::nonce);
    }
}
