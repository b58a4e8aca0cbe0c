/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.Link;
import org.linkport.Links;

/** The links of all workers. */
final class AllLinks implements Links {
    private final List<WorkerLoop> workers;
    private final AtomicInteger open; // of its own: a sum over workers would count a place twice that moves meanwhile

    AllLinks(List<WorkerLoop> workers, AtomicInteger open) {
        this.workers = workers;
        this.open = open;
    }

    @Override
    public Optional<Link> find(long id) {
        int worker = LinkId.worker(id);
        return worker < workers.size()
                ? Optional.ofNullable(workers.get(worker).links().find(id))
                : Optional.empty();
    }

    @Override
    public int count() {
        return open.get();
    }

    @Override
    public Iterator<Link> iterator() {
        List<Link> seen = new ArrayList<>(count());
        for (WorkerLoop worker : workers) {
            worker.links().forEach(seen::add);
        }
        return seen.iterator();
    }
}
