/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Objects;
import java.util.Set;

/**
 * Who has logged in, and what that user may.
 *
 * @param name empty for one that did not say who it is
 * @param permissions names such as {@code files:read}; {@code files} stands for all that begin with {@code files:}, and
 *     {@code *} for all there are
 */
public record User(String name, Set<String> permissions) {
    /** May everything. */
    public static final String EVERYTHING = "*";

    /** Copies the set. */
    public User {
        Objects.requireNonNull(name, "name");
        permissions = Set.copyOf(permissions);
    }

    /** One that did not say who it is. */
    public static User anonymous(Set<String> permissions) {
        return new User("", permissions);
    }

    /** Whether it did not say who it is. */
    public boolean isAnonymous() {
        return name.isEmpty();
    }

    /** Whether it has a permission, by its own name, by that of its group, or because it has all. */
    public boolean may(String permission) {
        int colon = permission.indexOf(':');
        return permissions.contains(permission)
                || permissions.contains(EVERYTHING)
                || (colon > 0 && permissions.contains(permission.substring(0, colon)));
    }

    /** Whether it has one of them, or none is needed. */
    public boolean mayAny(Set<String> needed) {
        return needed.isEmpty() || needed.stream().anyMatch(this::may);
    }
}
