/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.protocol.value.ValueException;

/**
 * The exchange itself: the example of RFC 7677, a client that is not ours, and every way to get in without the secret that
 * we could think of: messages cut and changed at every character, replays, the nonce of another.
 */
class ScramTest {
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String SERVER_FIRST =
            "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_LAST =
            "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static final ScramKeys KEYS = ScramKeys.of("pencil", ScramHash.unbase64("W22ZaJ0SNY7soEsUEjb6gQ=="), 4_096);
    private static final ScramKeys NOBODYS = ScramKeys.of("nobody", ScramKeys.ITERATIONS_MIN);

    private static Account account(String name) {
        boolean known = name.equals("user");
        return new Account(name, known ? KEYS : NOBODYS, Set.of(), known);
    }

    private static ScramServer server(String nonce) {
        return new ScramServer(ScramTest::account, nonce);
    }

    private static ScramServer begun() {
        ScramServer server = server(SERVER_NONCE);
        assertEquals(SERVER_FIRST, server.first(CLIENT_FIRST));
        return server;
    }

    @Test
    void shouldAnswerTheExampleOfTheRfc() {
        assertEquals(SERVER_LAST, begun().last(CLIENT_LAST));
    }

    @Test
    void shouldAskTheExampleOfTheRfc() {
        ScramClient client = new ScramClient("user", "pencil", CLIENT_NONCE);
        assertEquals(CLIENT_FIRST, client.first());
        assertFalse(client.isProvenBy(SERVER_LAST), "nothing is proven before");
        assertEquals(CLIENT_LAST, client.last(SERVER_FIRST));
        assertTrue(client.isProvenBy(SERVER_LAST));
        assertFalse(client.isProvenBy(SERVER_LAST.replace("v=6", "v=7")));
        assertFalse(client.isProvenBy("e=other-error"));
        assertFalse(client.isProvenBy("v="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pencil", "p", "a,b=c", "\u2168 \u00aa", "pass w\u00f6rd"})
    void shouldLetInAClientThatIsNotOurs(String secret) throws Exception {
        ScramKeys keys = ScramKeys.of(secret, 5_000);
        String name = "a=l,ice";
        ScramServer server =
                new ScramServer(asked -> new Account(asked, keys, Set.of(), asked.equals(name)), ScramHash.nonce());
        com.ongres.scram.client.ScramClient other = com.ongres.scram.client.ScramClient.builder()
                .advertisedMechanisms(Set.of("SCRAM-SHA-256"))
                .username(name)
                .password(secret.toCharArray())
                .build();
        String serverFirst = server.first(other.clientFirstMessage().toString());
        other.serverFirstMessage(serverFirst);
        String serverLast = server.last(other.clientFinalMessage().toString());
        assertNotNull(serverLast, "it is let in");
        other.serverFinalMessage(serverLast); // throws if the server proves nothing
        assertEquals(name, server.account().name());
    }

    @Test
    void shouldNotLetInWhoDoesNotKnowTheSecret() {
        ScramServer server = server("abc");
        ScramClient client = new ScramClient("user", "pencil2", "nonce");
        assertNull(server.last(client.last(server.first(client.first()))));
    }

    @Test
    void shouldNotLetInAUserThatIsNotThereWithWhateverSecret() {
        ScramServer server = server("abc");
        ScramClient client = new ScramClient("another", "nobody", "nonce");
        assertNull(server.last(client.last(server.first(client.first()))));
    }

    @Test
    void shouldNotLetInAReplay() {
        ScramServer another = server("another");
        another.first(CLIENT_FIRST);
        assertThrows(ValueException.class, () -> another.last(CLIENT_LAST));
        ScramServer withOtherNonce = server("another");
        withOtherNonce.first(CLIENT_FIRST);
        assertNull(withOtherNonce.last(CLIENT_LAST.replace(SERVER_NONCE, "another")));
    }

    @Test
    void shouldNotLetInACutLastMessage() {
        for (int end = 0; end < CLIENT_LAST.length(); end++) {
            String cut = CLIENT_LAST.substring(0, end);
            assertThrows(ValueException.class, () -> begun().last(cut), cut);
        }
    }

    @Test
    void shouldNotLetInAChangedLastMessage() {
        for (int at = 0; at < CLIENT_LAST.length(); at++) {
            for (char c : new char[] {'A', ',', '=', '\0', '\u00e4'}) {
                if (CLIENT_LAST.charAt(at) != c) {
                    String changed = CLIENT_LAST.substring(0, at) + c + CLIENT_LAST.substring(at + 1);
                    String answer;
                    try {
                        answer = begun().last(changed);
                    } catch (ValueException e) {
                        answer = null;
                    }
                    assertNull(answer, changed);
                }
            }
        }
    }

    @Test
    void shouldReadACutFirstMessageOnlyUpToItsNonce() {
        int nonceAt = CLIENT_FIRST.indexOf(CLIENT_NONCE);
        for (int end = 0; end <= nonceAt; end++) {
            String cut = CLIENT_FIRST.substring(0, end);
            assertThrows(ValueException.class, () -> server("x").first(cut), cut);
        }
        assertTrue(server("x").first(CLIENT_FIRST.substring(0, nonceAt + 1)).startsWith("r=rx,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=tls-unique,,n=user,r=abc",
                "n,a=admin,n=user,r=abc",
                "n,,m=ext,n=user,r=abc",
                "n,,n=user,r=abc,m=ext",
                "n,,n=,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=us=2c,r=abc",
                "n,,n=us=,r=abc",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=user,r=a c",
                "n,,n=user,r=a\u00e4c",
                "n,,n=us\u0000er,r=abc",
                "n,,n=us\u200ber,r=abc",
                "n,,n=us\u202eer,r=abc",
                "n,,n=\ue000,r=abc",
                "n,,r=abc,n=user",
                "n,,n=user,r=abc,xyz",
                "n,,n=user,r=abc,",
                "N,,n=user,r=abc",
                "n,n=user,r=abc",
            })
    void shouldNotReadAFirstMessageThatIsNone(String message) {
        assertThrows(ValueException.class, () -> server("x").first(message));
    }

    @Test
    void shouldNotReadWhatIsTooLong() {
        assertThrows(ValueException.class, () -> server("x").first("n,,n=" + "a".repeat(65) + ",r=abc"));
        assertThrows(ValueException.class, () -> server("x").first("n,,n=a,r=" + "a".repeat(257)));
        assertThrows(ValueException.class, () -> server("x").first(CLIENT_FIRST + ",x=" + "a".repeat(2_048)));
        assertThrows(ValueException.class, () -> begun().last("c=biws," + "x".repeat(2_048)));
    }

    @Test
    void shouldBindTheHeaderOfTheFirstMessage() {
        ScramServer server = server(SERVER_NONCE);
        server.first("y,," + CLIENT_FIRST.substring(3));
        assertThrows(ValueException.class, () -> server.last(CLIENT_LAST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e=other-error",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ=,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000001",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==",
                "r=rOprNGfwEbeRWgbNEkqOx,i=4096,s=W22ZaJ0SNY7soEsUEjb6gQ==",
                "m=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            })
    void shouldNotAnswerAServerThatIsNone(String serverFirst) {
        ScramClient client = new ScramClient("user", "pencil", CLIENT_NONCE);
        assertThrows(ValueException.class, () -> client.last(serverFirst));
    }

    @Test
    void shouldNotSayTheSecret() {
        Credentials credentials = Credentials.of("user", "pencil");
        assertFalse(credentials.toString().contains("pencil"));
        assertFalse(new ScramClient(credentials).first().contains("pencil"));
        assertNotEquals(new ScramClient(credentials).first(), new ScramClient(credentials).first(), "a nonce is new");
    }
}
