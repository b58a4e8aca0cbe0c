/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.value.ValueException;

/** The server's half of one SCRAM-SHA-256 exchange (RFC 5802, RFC 7677), without channel binding. Not for several threads. */
final class ScramServer {
    private static final int MESSAGE_CHARS_MAX = 2_048;

    private final Function<String, Account> accounts;
    private final String ownNonce;
    private String header = "";
    private String clientBare = "";
    private String serverFirst = "";
    private String nonce = "";
    private @Nullable Account account;

    /** @param accounts has one for every name, also where there is no such user */
    ScramServer(Function<String, Account> accounts, String ownNonce) {
        this.accounts = accounts;
        this.ownNonce = ownNonce;
    }

    /** Who says that it is there, once {@link #first} has returned. */
    Account account() {
        return Objects.requireNonNull(account, "the first message comes first");
    }

    /**
     * Takes the first message of the client.
     *
     * @return the answer
     * @throws ValueException if it is none
     */
    String first(String clientFirst) {
        checkLength(clientFirst);
        ScramText text = new ScramText(clientFirst);
        String binding = text.piece();
        if (!binding.equals("n") && !binding.equals("y")) {
            throw new ValueException("a channel binding, which is not known here");
        }
        if (!text.piece().isEmpty()) {
            throw new ValueException("nobody acts for somebody else here");
        }
        if (text.isAtEnd()) {
            throw new ValueException("a login message that ends with its header");
        }
        header = clientFirst.substring(0, text.at());
        clientBare = clientFirst.substring(text.at());
        String name = PlainText.of("a name", ScramText.unescaped(text.value('n')), Account.NAME_CHARS_MAX);
        nonce = text.nonce() + ownNonce;
        text.skipExtensions();
        account = accounts.apply(name);
        ScramKeys keys = account.keys();
        serverFirst = "r=" + nonce + ",s=" + ScramHash.base64(keys.salt()) + ",i=" + keys.iterations();
        return serverFirst;
    }

    /**
     * Takes the last message of the client.
     *
     * @return the answer, or null if the client does not know the secret
     * @throws ValueException if it is none
     */
    @Nullable
    String last(String clientLast) {
        checkLength(clientLast);
        int proofAt = clientLast.lastIndexOf(",p=");
        if (proofAt < 0) {
            throw new ValueException("a login message without its p");
        }
        String withoutProof = clientLast.substring(0, proofAt);
        ScramText text = new ScramText(withoutProof);
        if (!text.value('c').equals(ScramHash.base64(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))) {
            throw new ValueException("another header than at first");
        }
        if (!text.nonce().equals(nonce)) {
            throw new ValueException("the nonce of another login");
        }
        text.skipExtensions();
        byte[] proof = ScramHash.unbase64Hash(clientLast.substring(proofAt + 3));
        String authMessage = clientBare + "," + serverFirst + "," + withoutProof;
        boolean proven = account().keys().isProvenBy(proof, authMessage);
        return proven && account().isKnown()
                ? "v=" + ScramHash.base64(account().keys().signature(authMessage))
                : null;
    }

    private static void checkLength(String message) {
        if (message.length() > MESSAGE_CHARS_MAX) {
            throw new ValueException("a login message of " + message.length() + " characters");
        }
    }
}
