/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Optional;
import java.util.Set;

/** The open links of a {@link Linkport}, by id, by group and by keys of the program. */
public interface Links extends LinkSet {
    /** The link of that id, empty once it has closed, however often its place was reused. Needs no hash map. */
    Optional<Link> find(long id);

    /** The group of that name, which need not have members. The same name is the same group. */
    LinkGroup group(String name);

    /** Names of the groups that have members now; a copy. */
    Set<String> groupNames();

    /**
     * Binds a link to a key of the program, such as a user, until {@link #unbind} or its close. One key may have many
     * links, and one link many keys. A key without links is not kept.
     *
     * @param key compared by {@code equals}; must not change meanwhile, and must not use links in {@code equals}
     * @return true if it is bound now, perhaps for long; false if the link is about to close or has closed
     * @throws IllegalArgumentException if the link is of another {@link Linkport}
     */
    boolean bind(Object key, Link link);

    /**
     * Ends a binding.
     *
     * @return false if there was none
     */
    boolean unbind(Object key, Link link);

    /** The links bound to a key, perhaps none. */
    LinkSet boundTo(Object key);

    /** Keys that have links now; a copy. */
    Set<Object> keys();
}
