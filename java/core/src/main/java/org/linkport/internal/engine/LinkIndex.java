/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Links by name of a group or by key of the program. A key is here while a link is. Any thread. */
final class LinkIndex {
    private final ConcurrentHashMap<Object, Set<EngineLink>> byKey = new ConcurrentHashMap<>();

    /** Only {@link LinkBonds} adds, so that the link knows. False if it is there already. */
    boolean add(Object key, EngineLink link) {
        boolean[] added = new boolean[1];
        byKey.compute(key, (same, there) -> {
            Set<EngineLink> links = there == null ? ConcurrentHashMap.newKeySet(1) : there;
            added[0] = links.add(link);
            return links;
        });
        return added[0];
    }

    /** Only {@link LinkBonds} removes. False if it is not there. */
    boolean remove(Object key, EngineLink link) {
        boolean[] removed = new boolean[1];
        byKey.computeIfPresent(key, (same, links) -> {
            removed[0] = links.remove(link);
            return links.isEmpty() ? null : links;
        });
        return removed[0];
    }

    int count(Object key) {
        Set<EngineLink> links = byKey.get(key);
        return links == null ? 0 : links.size();
    }

    boolean contains(Object key, EngineLink link) {
        Set<EngineLink> links = byKey.get(key);
        return links != null && links.contains(link);
    }

    void forEach(Object key, Consumer<EngineLink> action) {
        Set<EngineLink> links = byKey.get(key);
        if (links != null) {
            links.forEach(action);
        }
    }

    Set<Object> keys() {
        return Set.copyOf(byKey.keySet());
    }
}
