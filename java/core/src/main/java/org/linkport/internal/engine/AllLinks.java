/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.linkport.Link;
import org.linkport.Links;

/** The links of all workers. */
final class AllLinks implements Links {
    private final List<WorkerLoop> workers;

    AllLinks(List<WorkerLoop> workers) {
        this.workers = workers;
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
        int count = 0;
        for (WorkerLoop worker : workers) {
            count += worker.linkCount();
        }
        return count;
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
