/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a link is a member, so that it leaves when it ends. Its lock orders that end and those who join meanwhile. */
final class LinkBonds {
    /** Those of a link that has ended. */
    static final LinkBonds ENDED = new LinkBonds(true);

    private final List<Bond> bonds = new ArrayList<>(2);
    private boolean ended;

    private record Bond(LinkIndex index, Object key) {}

    LinkBonds() {
        this(false);
    }

    private LinkBonds(boolean ended) {
        this.ended = ended;
    }

    /** False if the link has ended. Any thread. */
    synchronized boolean join(LinkIndex index, Object key, EngineLink link) {
        if (ended) {
            return false;
        }
        if (index.add(key, link)) {
            bonds.add(new Bond(index, key));
        }
        return true;
    }

    /** False if it was no member. Any thread. */
    synchronized boolean leave(LinkIndex index, Object key, EngineLink link) {
        return index.remove(key, link) && bonds.remove(new Bond(index, key));
    }

    /** Leaves everything and joins nothing any more. Null, or what the first failing key of the program threw. */
    @Nullable
    synchronized Throwable end(EngineLink link) {
        ended = true;
        Throwable first = null;
        for (Bond bond : bonds) {
            try {
                bond.index.remove(bond.key, link);
            } catch (Throwable failure) {
                first = first == null ? failure : first;
            }
        }
        bonds.clear();
        return first;
    }
}
