/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.Retained;

/** Receive memory that a program keeps, above both engines. Its value says whose it is. */
public final class KeptMemory extends AtomicInteger implements Retained {
    private static final long serialVersionUID = 1L;
    private static final int KEPT = 0;
    private static final int SENT = 1;
    private static final int GIVEN_BACK = 2;

    private final transient ByteBuffer view;
    private final transient Runnable giveBack;

    /** @param giveBack run once, by whatever thread closes it first */
    public KeptMemory(ByteBuffer view, Runnable giveBack) {
        this.view = view;
        this.giveBack = giveBack;
    }

    @Override
    public ByteBuffer data() {
        if (get() != KEPT) {
            throw new IllegalStateException("this memory was sent or given back");
        }
        return view;
    }

    @Override
    public void close() {
        giveBackFrom(KEPT);
    }

    /** A link takes it over: closing it does nothing from here on, until it is {@link #returned}. */
    ByteBuffer taken() {
        if (!compareAndSet(KEPT, SENT)) {
            throw new IllegalStateException("this memory was sent or given back");
        }
        return view;
    }

    /** The link did not accept it after all. */
    void returned() {
        set(KEPT);
    }

    /** The link is done with it. */
    void sent() {
        giveBackFrom(SENT);
    }

    private void giveBackFrom(int from) {
        if (compareAndSet(from, GIVEN_BACK)) {
            giveBack.run();
        }
    }
}
