/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.linkport.Listener;

/** A listener above both engines. */
final class EngineListener implements Listener {
    private final EngineRuntime.Bound bound;
    private final BooleanSupplier shutDown;
    private final AtomicBoolean closed = new AtomicBoolean();

    EngineListener(EngineRuntime.Bound bound, BooleanSupplier shutDown) {
        this.bound = bound;
        this.shutDown = shutDown;
    }

    @Override
    public InetSocketAddress address() {
        return bound.address();
    }

    @Override
    public boolean isOpen() {
        return !closed.get() && !shutDown.getAsBoolean();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            bound.close();
        }
    }
}
