/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.linkport.protocol.value.ValueException;

/** What SCRAM-SHA-256 is made of; the algorithms are those of the JDK. */
final class ScramHash {
    static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ScramHash() {}

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** PBKDF2: slow on purpose. */
    static byte[] salted(String secret, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, 8 * BYTES);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Both have {@link #BYTES}. */
    static byte[] xor(byte[] one, byte[] other) {
        byte[] both = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            both[i] = (byte) (one[i] ^ other[i]);
        }
        return both;
    }

    static byte[] random(int bytes) {
        byte[] chance = new byte[bytes];
        RANDOM.nextBytes(chance);
        return chance;
    }

    static String nonce() {
        return base64(random(NONCE_BYTES));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @throws ValueException if it is not exactly what {@link #base64} makes of some bytes */
    static byte[] unbase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
            throw new ValueException("not the base64 of anything");
        } catch (IllegalArgumentException e) {
            throw new ValueException("not base64", e);
        }
    }

    /** {@link #unbase64} of something that has {@link #BYTES}. */
    static byte[] unbase64Hash(String text) {
        byte[] bytes = unbase64(text);
        if (bytes.length != BYTES) {
            throw new ValueException("a hash of " + bytes.length + " bytes");
        }
        return bytes;
    }
}
