/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.linkport.protocol.value.ValueException;

/**
 * What a server knows of one user.
 *
 * @param name 1 to 64 characters, none of them a space
 * @param keys what it keeps of the secret
 * @param permissions see {@link User}
 * @param isKnown false for one that stands for a user that does not exist
 */
record Account(String name, ScramKeys keys, Set<String> permissions, boolean isKnown) {
    static final int NAME_CHARS_MAX = 64;
    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final Pattern PERMISSION = Pattern.compile("\\*|[a-z0-9-]{1,31}(:[a-z0-9-]{1,31})?");
    private static final int WORDS = 7;

    Account {
        permissions = checked(permissions);
    }

    static Set<String> checked(Set<String> permissions) {
        if (permissions.size() > LoginWire.PERMISSIONS_MAX) {
            throw new ValueException("more than " + LoginWire.PERMISSIONS_MAX + " permissions");
        }
        permissions.forEach(each -> {
            if (!PERMISSION.matcher(each).matches()) {
                throw new ValueException("no permission: '" + each + "'; there are * and such as files and files:read");
            }
        });
        return Set.copyOf(permissions);
    }

    /** The name as it is compared and kept. */
    static String checkedName(String name) {
        String plain = PlainText.of("the name of a user", name, NAME_CHARS_MAX);
        if (plain.indexOf(' ') >= 0 || plain.charAt(0) == '#' || plain.charAt(0) == '@') {
            throw new ValueException("the name of a user holds a space, or begins with # or @");
        }
        return plain;
    }

    User user() {
        return new User(name, permissions);
    }

    /** As it stands in a file. */
    String line() {
        String granted = permissions.isEmpty() ? "-" : String.join(",", new TreeSet<>(permissions));
        return name + " " + MECHANISM + " " + keys.line() + " " + granted;
    }

    /**
     * Reads a {@link #line}.
     *
     * @throws ValueException if it is none
     */
    static Account read(String line) {
        List<String> words = Arrays.asList(line.trim().split("[ \t]+", -1));
        if (words.size() != WORDS || !words.get(1).equals(MECHANISM)) {
            throw new ValueException("not: name " + MECHANISM + " iterations salt storedKey serverKey permissions");
        }
        ScramKeys keys = ScramKeys.read(words.get(2), words.get(3), words.get(4), words.get(5));
        String granted = words.get(6);
        Set<String> permissions = granted.equals("-") ? Set.of() : Set.of(granted.split(",", -1));
        return new Account(checkedName(words.get(0)), keys, permissions, true);
    }
}
