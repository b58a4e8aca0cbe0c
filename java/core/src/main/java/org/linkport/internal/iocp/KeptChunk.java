/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.linkport.Retained;

/** A receive chunk that the program keeps. */
final class KeptChunk implements Retained {
    private final IocpWorker worker;
    private final int chunk;
    private final ByteBuffer view;
    private final AtomicBoolean closed = new AtomicBoolean();

    KeptChunk(IocpWorker worker, int chunk, ByteBuffer view) {
        this.worker = worker;
        this.chunk = chunk;
        this.view = view;
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
            worker.release(chunk);
        }
    }
}
