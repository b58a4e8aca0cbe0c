/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.linkport.Broadcast;
import org.linkport.Link;
import org.linkport.LinkSet;

/** What sets of links have in common above their members. */
abstract class EngineLinkSet implements LinkSet {
    private static final int FURTHER = 16; // that may open meanwhile

    private final List<WorkerLoop> workers;

    EngineLinkSet(List<WorkerLoop> workers) {
        this.workers = workers;
    }

    /** Every member, weakly consistent. */
    abstract void forEachLink(Consumer<EngineLink> action);

    /** Appends every member, weakly consistent. */
    void addTo(List<Link> all) {
        forEachLink(all::add);
    }

    @Override
    public List<Link> toList() {
        List<Link> all = new ArrayList<>(count() + FURTHER);
        addTo(all);
        return all;
    }

    @Override
    public Iterator<Link> iterator() {
        return toList().iterator();
    }

    @Override
    public Broadcast broadcast(ByteBuffer message, Predicate<? super Link> which) {
        Objects.requireNonNull(message, "message");
        return choose(which).send(message);
    }

    @Override
    public int closeIf(Predicate<? super Link> which) {
        return choose(which).close();
    }

    private LinksByWorker choose(Predicate<? super Link> which) {
        Objects.requireNonNull(which, "which");
        LinksByWorker chosen = new LinksByWorker(workers);
        forEachLink(link -> {
            if (which.test(link)) {
                chosen.add(link);
            }
        });
        return chosen;
    }

    /** The link of ours behind one that the program names. */
    EngineLink own(Link link) {
        Objects.requireNonNull(link, "link");
        if (link instanceof EngineLink ours && workers.contains(ours.loop())) {
            return ours;
        }
        throw new IllegalArgumentException(link + " is of another Linkport");
    }
}
