/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in at a server.
 *
 * @param users those who have a name and a secret; null for none
 * @param anonymous what peers may that do not say who they are; null if they may not log in, as by default
 * @param limits what failed logins cost
 */
public record Access(@Nullable Users users, @Nullable Set<String> anonymous, AttemptLimits limits) {
    /** Checks the permissions. */
    public Access {
        anonymous = anonymous == null ? null : Account.checked(anonymous);
        Objects.requireNonNull(limits, "limits");
    }

    /** These users, each with its permissions, and nobody else. */
    public static Access of(Users users) {
        return new Access(Objects.requireNonNull(users, "users"), null, AttemptLimits.DEFAULT);
    }

    /** Everybody may log in, without a name, and has these permissions. */
    public static Access everybody(String... permissions) {
        return new Access(null, Set.of(permissions), AttemptLimits.DEFAULT);
    }

    /** The same, and who does not say who it is has these permissions. */
    public Access withAnonymous(String... permissions) {
        return new Access(users, Set.of(permissions), limits);
    }

    /** The same with other {@code limits}. */
    public Access withLimits(AttemptLimits value) {
        return new Access(users, anonymous, value);
    }

    /** The ways to log in, as they stand in a greeting. */
    public List<String> ways() {
        List<String> ways = new ArrayList<>();
        if (users != null) {
            ways.add(LoginWire.SCRAM);
        }
        if (anonymous != null) {
            ways.add(LoginWire.ANONYMOUS);
        }
        return ways;
    }
}
