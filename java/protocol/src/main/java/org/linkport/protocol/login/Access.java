/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in at a server.
 *
 * @param anonymous what peers may that do not say who they are; null if they may not log in
 */
public record Access(@Nullable Set<String> anonymous) {
    /** Copies the set. */
    public Access {
        anonymous = anonymous == null ? null : Set.copyOf(anonymous);
    }

    /** Everybody may log in, without a name, and has these permissions. */
    public static Access everybody(String... permissions) {
        return new Access(Set.of(permissions));
    }
}
