/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;

/** The links of one worker by slot. The worker writes, any thread reads. */
final class LinkTable {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(EngineLink[].class);
    private static final int FIRST_CAPACITY = 64;

    private volatile @Nullable EngineLink[] bySlot = new EngineLink[FIRST_CAPACITY];
    private final AtomicInteger openOnAllWorkers;
    private volatile int count;

    LinkTable(AtomicInteger openOnAllWorkers) {
        this.openOnAllWorkers = openOnAllWorkers;
    }

    @Nullable
    EngineLink find(long id) {
        @Nullable EngineLink[] links = bySlot;
        int slot = LinkId.slot(id);
        if (slot >= links.length) {
            return null;
        }
        EngineLink link = (EngineLink) ELEMENT.getAcquire(links, slot);
        return link != null && link.id() == id ? link : null;
    }

    int count() {
        return count;
    }

    void add(EngineLink link) {
        int slot = LinkId.slot(link.id());
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
        }
        ELEMENT.setRelease(bySlot, slot, link);
        setCount(count + 1);
        openOnAllWorkers.incrementAndGet();
    }

    void remove(EngineLink link) {
        ELEMENT.setRelease(bySlot, LinkId.slot(link.id()), null);
        setCount(count - 1);
        openOnAllWorkers.decrementAndGet();
    }

    void forEach(Consumer<EngineLink> action) {
        @Nullable EngineLink[] links = bySlot;
        for (int slot = 0; slot < links.length; slot++) {
            EngineLink link = (EngineLink) ELEMENT.getAcquire(links, slot);
            if (link != null) {
                action.accept(link);
            }
        }
    }

    /** Appends all of them, and looks at none: most of many links is in no cache. */
    void addTo(List<Link> all) {
        @Nullable EngineLink[] links = bySlot;
        for (EngineLink link : links) {
            if (link != null) {
                all.add(link);
            }
        }
        VarHandle.acquireFence(); // once for all: ELEMENT.getAcquire() casts each, and so looks at it
    }

    private void setCount(int value) {
        count = value;
    }
}
