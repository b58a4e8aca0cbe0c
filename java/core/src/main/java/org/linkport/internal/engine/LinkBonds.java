/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a link is a member, so that it leaves when it ends. Its lock orders that end and those who join meanwhile. */
final class LinkBonds {
    /** Those of a link that has ended. */
    private static final LinkBonds ENDED = new LinkBonds(true);

    private static final VarHandle OF_LINK;

    static {
        try {
            OF_LINK = MethodHandles.lookup().findVarHandle(EngineLink.class, "bonds", LinkBonds.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<Bond> bonds = new ArrayList<>(2);
    private boolean ended;

    private record Bond(LinkIndex index, Object key) {}

    LinkBonds() {
        this(false);
    }

    private LinkBonds(boolean ended) {
        this.ended = ended;
    }

    /** Makes a link a member until it leaves or ends. False if it is about to close or has. Any thread. */
    static boolean join(EngineLink link, LinkIndex index, Object key) {
        if (!link.isOpen()) {
            return false;
        }
        LinkBonds there = link.bonds;
        if (there == null) {
            LinkBonds mine = new LinkBonds();
            LinkBonds other = (LinkBonds) OF_LINK.compareAndExchange(link, null, mine);
            there = other == null ? mine : other;
        }
        return there.join(index, key, link);
    }

    /** False if the link was no member. Any thread. */
    static boolean leave(EngineLink link, LinkIndex index, Object key) {
        LinkBonds there = link.bonds;
        return there != null && there.leave(index, key, link);
    }

    /** The link has ended, and leaves everything. Its worker only. */
    static void end(EngineLink link) {
        LinkBonds there = (LinkBonds) OF_LINK.getAndSet(link, ENDED);
        Throwable failure = there == null ? null : there.leaveAll(link);
        if (failure != null) {
            link.loop().handlerFailed(link, failure);
        }
    }

    private synchronized boolean join(LinkIndex index, Object key, EngineLink link) {
        if (ended) {
            return false;
        }
        if (index.add(key, link)) {
            bonds.add(new Bond(index, key));
        }
        return true;
    }

    private synchronized boolean leave(LinkIndex index, Object key, EngineLink link) {
        return index.remove(key, link) && bonds.remove(new Bond(index, key));
    }

    /** Leaves everything and joins nothing any more. Null, or what the first failing key of the program threw. */
    private synchronized @Nullable Throwable leaveAll(EngineLink link) {
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
