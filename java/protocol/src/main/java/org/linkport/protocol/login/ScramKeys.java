/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.security.MessageDigest;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.value.ValueException;

/**
 * What a server keeps of a secret (RFC 5802): enough to check who knows it and to prove that it was told once, and not
 * enough to log in somewhere. Who reads it can guess at the secret, at the price of {@code iterations} hashes a guess.
 */
public final class ScramKeys {
    /** The least that a client accepts, as RFC 7677 says. */
    public static final int ITERATIONS_MIN = 4_096;

    /** The most that a client accepts: about a second of work. */
    public static final int ITERATIONS_MAX = 2_000_000;

    /** What is used unless a number is said. */
    public static final int ITERATIONS_DEFAULT = 100_000;

    static final int SECRET_CHARS_MAX = 256;
    private static final int SALT_BYTES = 16;
    private static final int SALT_BYTES_MAX = 64;

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        if (salt.length < 1 || salt.length > SALT_BYTES_MAX) {
            throw new ValueException("a salt of " + salt.length + " bytes");
        }
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new ValueException(iterations + " iterations, from " + ITERATIONS_MIN + " to " + ITERATIONS_MAX);
        }
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /**
     * Makes them of a secret, with a new salt. Takes its time: {@code iterations} hashes.
     *
     * @param iterations {@link #ITERATIONS_MIN} to {@link #ITERATIONS_MAX}
     * @throws ValueException if the secret is empty, longer than 256 characters, or holds what cannot be seen
     */
    public static ScramKeys of(String secret, int iterations) {
        OptionRange.check("iterations", iterations, ITERATIONS_MIN, ITERATIONS_MAX);
        return of(secret, ScramHash.random(SALT_BYTES), iterations);
    }

    static ScramKeys of(String secret, byte[] salt, int iterations) {
        byte[] salted = ScramHash.salted(PlainText.of("the secret", secret, SECRET_CHARS_MAX), salt, iterations);
        return new ScramKeys(salt, iterations, ScramHash.sha256(clientKey(salted)), serverKey(salted));
    }

    static byte[] clientKey(byte[] salted) {
        return ScramHash.hmac(salted, "Client Key");
    }

    static byte[] serverKey(byte[] salted) {
        return ScramHash.hmac(salted, "Server Key");
    }

    byte[] salt() {
        return salt.clone();
    }

    int iterations() {
        return iterations;
    }

    /** Whether the proof is of one who knows the secret. Takes as long for a wrong one. */
    boolean isProvenBy(byte[] proof, String authMessage) {
        byte[] clientKey = ScramHash.xor(proof, ScramHash.hmac(storedKey, authMessage));
        return MessageDigest.isEqual(ScramHash.sha256(clientKey), storedKey);
    }

    /** What proves to the client that we know these keys. */
    byte[] signature(String authMessage) {
        return ScramHash.hmac(serverKey, authMessage);
    }

    /** {@code iterations salt storedKey serverKey}. */
    String line() {
        return iterations + " " + ScramHash.base64(salt) + " " + ScramHash.base64(storedKey) + " "
                + ScramHash.base64(serverKey);
    }

    /**
     * Reads the four words of {@link #line}.
     *
     * @throws ValueException if these are none
     */
    static ScramKeys read(String iterations, String salt, String storedKey, String serverKey) {
        try {
            return new ScramKeys(
                    ScramHash.unbase64(salt),
                    Integer.parseInt(iterations),
                    ScramHash.unbase64Hash(storedKey),
                    ScramHash.unbase64Hash(serverKey));
        } catch (NumberFormatException e) {
            throw new ValueException("no number of iterations: " + iterations, e);
        }
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "ScramKeys[" + iterations + " iterations]";
    }
}
