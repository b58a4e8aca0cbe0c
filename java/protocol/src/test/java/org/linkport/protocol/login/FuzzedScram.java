/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Set;
import org.linkport.protocol.value.ValueException;

/** An exchange of logins as the fuzzers feed it: the client's two messages, or the server's first. */
public final class FuzzedScram {
    private static final ScramKeys KEYS = ScramKeys.of("secret", new byte[16], ScramKeys.ITERATIONS_MIN);

    private FuzzedScram() {}

    /** Two messages of a client that knows the secret. */
    public static String[] client(String nonce) {
        ScramClient client = new ScramClient("alice", "secret", nonce);
        return new String[] {client.first(), client.last(server().first(client.first()))};
    }

    private static ScramServer server() {
        return new ScramServer(name -> new Account(name, KEYS, Set.of(), name.equals("alice")), "server");
    }

    /** Whether the server lets the client in. */
    public static boolean letsIn(String first, String last) {
        ScramServer server = server();
        try {
            server.first(first);
            return server.last(last) != null;
        } catch (ValueException e) {
            return false;
        }
    }

    /** Whether a client that expects the nonce {@code ours} answers a server. */
    public static boolean isAnswered(String serverFirst) {
        try {
            new ScramClient("alice", "secret", "ours").last(serverFirst);
            return true;
        } catch (ValueException e) {
            return false;
        }
    }
}
