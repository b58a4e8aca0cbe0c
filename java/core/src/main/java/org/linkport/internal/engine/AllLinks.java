/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.linkport.Link;
import org.linkport.LinkGroup;
import org.linkport.LinkSet;
import org.linkport.Links;

/** The links of all workers. */
final class AllLinks extends EngineLinkSet implements Links {
    private final List<WorkerLoop> workers;
    private final AtomicInteger open; // of its own: a sum over workers would count a place twice that moves meanwhile
    private final LinkIndex groups = new LinkIndex();
    private final LinkIndex bindings = new LinkIndex();

    AllLinks(List<WorkerLoop> workers, AtomicInteger open) {
        super(workers);
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
    public boolean contains(Link link) {
        return find(link.id()).orElse(null) == link;
    }

    @Override
    void forEachLink(Consumer<EngineLink> action) {
        for (WorkerLoop worker : workers) {
            worker.links().forEach(action);
        }
    }

    @Override
    void addTo(List<Link> all) {
        for (WorkerLoop worker : workers) {
            worker.links().addTo(all);
        }
    }

    @Override
    public LinkGroup group(String name) {
        return new NamedLinks(workers, groups, Objects.requireNonNull(name, "name"));
    }

    @Override
    public Set<String> groupNames() {
        return groups.keys().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean bind(Object key, Link link) {
        return LinkBonds.join(own(link), bindings, Objects.requireNonNull(key, "key"));
    }

    @Override
    public boolean unbind(Object key, Link link) {
        return LinkBonds.leave(own(link), bindings, Objects.requireNonNull(key, "key"));
    }

    @Override
    public LinkSet boundTo(Object key) {
        return new NamedLinks(workers, bindings, Objects.requireNonNull(key, "key"));
    }

    @Override
    public Set<Object> keys() {
        return bindings.keys();
    }
}
