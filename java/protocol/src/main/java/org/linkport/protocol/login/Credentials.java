/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

/** What a client logs in with. */
public final class Credentials {
    private static final Credentials ANONYMOUS = new Credentials();

    private Credentials() {}

    /** Nothing: the client does not say who it is. */
    public static Credentials anonymous() {
        return ANONYMOUS;
    }

    /** Whether the client does not say who it is. */
    public boolean isAnonymous() {
        return true;
    }
}
