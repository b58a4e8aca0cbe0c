/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.List;
import java.util.function.Consumer;
import org.linkport.Link;
import org.linkport.LinkGroup;

/** The links of an index under one key: a group, where the key is its name. */
final class NamedLinks extends EngineLinkSet implements LinkGroup {
    private final LinkIndex index;
    private final Object key;

    NamedLinks(List<WorkerLoop> workers, LinkIndex index, Object key) {
        super(workers);
        this.index = index;
        this.key = key;
    }

    @Override
    public String name() {
        return key.toString();
    }

    @Override
    public int count() {
        return index.count(key);
    }

    @Override
    public boolean contains(Link link) {
        return link instanceof EngineLink ours && index.contains(key, ours);
    }

    @Override
    void forEachLink(Consumer<EngineLink> action) {
        index.forEach(key, action);
    }

    @Override
    public boolean join(Link link) {
        return LinkBonds.join(own(link), index, key);
    }

    @Override
    public boolean leave(Link link) {
        return LinkBonds.leave(own(link), index, key);
    }

    @Override
    public String toString() {
        return "Links[" + key + " links=" + count() + "]";
    }
}
