/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.linkport.protocol.value.ValueException;

/** What a file of users says. Immutable. */
final class UserTable {
    static final String SALTS = "@salts ";
    private static final int SALT_BYTES = 16;

    private final Map<String, Account> accounts;
    private final List<Account> inOrder;
    private final byte[] salts;

    private UserTable(Map<String, Account> accounts, byte[] salts) {
        this.accounts = accounts;
        this.inOrder = List.copyOf(accounts.values());
        this.salts = salts;
    }

    static UserTable read(List<String> lines) {
        Map<String, Account> accounts = new TreeMap<>();
        byte[] salts = ScramHash.random(ScramHash.BYTES);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (line.startsWith(SALTS)) {
                    salts = ScramHash.unbase64Hash(
                            line.substring(SALTS.length()).trim());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    add(accounts, Account.read(line));
                }
            } catch (ValueException e) {
                throw new ValueException("line " + (i + 1) + " of the users: " + e.getMessage(), e);
            }
        }
        return new UserTable(accounts, salts);
    }

    private static void add(Map<String, Account> accounts, Account account) {
        if (accounts.putIfAbsent(account.name(), account) != null) {
            throw new ValueException("the user " + account.name() + " is there twice");
        }
    }

    static String newSaltsLine() {
        return SALTS + ScramHash.base64(ScramHash.random(ScramHash.BYTES));
    }

    int count() {
        return accounts.size();
    }

    /** For a name that nobody has, an account that looks like one of the others, and the same each time. */
    Account find(String name) {
        Account account = accounts.get(name);
        byte[] hash = ScramHash.hmac(salts, name); // for everybody, or the time it takes would tell
        return account == null ? lookalike(name, hash) : account;
    }

    private Account lookalike(String name, byte[] hash) {
        int saltBytes = SALT_BYTES;
        int iterations = ScramKeys.ITERATIONS_DEFAULT;
        if (!inOrder.isEmpty()) {
            int place = Math.floorMod(ByteBuffer.wrap(hash).getInt(ScramHash.BYTES - 4), inOrder.size());
            ScramKeys model = inOrder.get(place).keys();
            saltBytes = model.salt().length;
            iterations = model.iterations();
        }
        byte[] salt = Arrays.copyOf(Arrays.copyOf(hash, Math.min(saltBytes, hash.length)), saltBytes);
        return new Account(name, new ScramKeys(salt, iterations, hash, hash), Set.of(), false);
    }
}
