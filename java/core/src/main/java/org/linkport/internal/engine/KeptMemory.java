/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.linkport.Retained;

/** Receive memory that a program keeps, above both engines. */
public final class KeptMemory implements Retained {
    private final ByteBuffer view;
    private final Runnable giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param giveBack run once, by whatever thread closes it first */
    public KeptMemory(ByteBuffer view, Runnable giveBack) {
        this.view = view;
        this.giveBack = giveBack;
    }

    @Override
    public ByteBuffer data() {
        if (closed.get()) {
            throw new IllegalStateException("this memory was given back");
        }
        return view;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
