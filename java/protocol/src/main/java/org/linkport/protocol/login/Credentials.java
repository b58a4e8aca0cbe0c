/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

/** What a client logs in with. */
public final class Credentials {
    private static final Credentials ANONYMOUS = new Credentials("", "");

    private final String user;
    private final String secret;

    private Credentials(String user, String secret) {
        this.user = user;
        this.secret = secret;
    }

    /** Nothing: the client does not say who it is. */
    public static Credentials anonymous() {
        return ANONYMOUS;
    }

    /**
     * A name and a secret, which never leaves this process.
     *
     * @throws org.linkport.protocol.value.ValueException if one of them is empty, too long (64 and 256 characters), or holds
     *     what cannot be seen
     */
    public static Credentials of(String user, String secret) {
        return new Credentials(
                PlainText.of("the name of a user", user, Account.NAME_CHARS_MAX),
                PlainText.of("the secret", secret, ScramKeys.SECRET_CHARS_MAX));
    }

    /** Whether the client does not say who it is. */
    public boolean isAnonymous() {
        return user.isEmpty();
    }

    /** The name; empty without one. */
    public String user() {
        return user;
    }

    String secret() {
        return secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Credentials[" + (isAnonymous() ? "anonymous" : user) + "]";
    }
}
