/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.security.MessageDigest;
import org.linkport.protocol.value.ValueException;

/** The client's half of one SCRAM-SHA-256 exchange (RFC 5802, RFC 7677), without channel binding. Not for several threads. */
public final class ScramClient {
    private static final String HEADER = "n,,";
    private static final String HEADER_BASE64 = "biws";

    private final String secret;
    private final String ownNonce;
    private final String bare;
    private byte[] expected = new byte[0];

    /** One exchange with a nonce of its own. */
    public ScramClient(Credentials credentials) {
        this(credentials.user(), credentials.secret(), ScramHash.nonce());
    }

    ScramClient(String user, String secret, String nonce) {
        this.secret = secret;
        this.ownNonce = nonce;
        this.bare = "n=" + ScramText.escaped(user) + ",r=" + nonce;
    }

    /** The first message. */
    public String first() {
        return HEADER + bare;
    }

    /**
     * Takes the server's first message. Slow on purpose: tens of milliseconds, so not where callbacks run.
     *
     * @return the last message
     * @throws ValueException if it is none, has not our nonce, or asks for too few iterations or too many
     */
    public String last(String serverFirst) {
        ScramText text = new ScramText(serverFirst);
        String nonce = text.nonce();
        if (!nonce.startsWith(ownNonce) || nonce.length() == ownNonce.length()) {
            throw new ValueException("the nonce of another login");
        }
        byte[] salt = ScramHash.unbase64(text.value('s'));
        int iterations = iterations(text.value('i'));
        text.skipExtensions();
        byte[] salted = ScramHash.salted(secret, salt, iterations);
        String withoutProof = "c=" + HEADER_BASE64 + ",r=" + nonce;
        String authMessage = bare + "," + serverFirst + "," + withoutProof;
        byte[] clientKey = ScramKeys.clientKey(salted);
        byte[] signature = ScramHash.hmac(ScramHash.sha256(clientKey), authMessage);
        expected = ScramHash.hmac(ScramKeys.serverKey(salted), authMessage);
        return withoutProof + ",p=" + ScramHash.base64(ScramHash.xor(clientKey, signature));
    }

    private static int iterations(String digits) {
        try {
            int iterations = Integer.parseInt(digits);
            if (iterations >= ScramKeys.ITERATIONS_MIN && iterations <= ScramKeys.ITERATIONS_MAX) {
                return iterations;
            }
            throw new ValueException("a server that asks for " + iterations + " iterations");
        } catch (NumberFormatException e) {
            throw new ValueException("no number of iterations", e);
        }
    }

    /** Whether the server's last message proves that it has the keys of this user. Only after {@link #last}. */
    public boolean isProvenBy(String serverLast) {
        return serverLast.startsWith("v=")
                && expected.length > 0
                && MessageDigest.isEqual(ScramHash.unbase64(serverLast.substring(2)), expected);
    }
}
