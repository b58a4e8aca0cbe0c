/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for frames that cross the bounds of what was received, kept for the next such frame of any link, so that steady
 * traffic allocates none and silent links hold none. Bounded: 2.5 MiB lie here at most. Any thread.
 */
final class PartialBuffers {
    private static final int SMALLEST_LOG = 10;
    private static final int LARGEST_LOG = 20;

    private static final PartialBuffers SHARED = new PartialBuffers();

    private final AtomicReferenceArray<@Nullable ByteBuffer>[] kept = shelves();

    private PartialBuffers() {}

    static PartialBuffers shared() {
        return SHARED;
    }

    /** 256 KiB of each size, and at least one. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static AtomicReferenceArray<@Nullable ByteBuffer>[] shelves() {
        AtomicReferenceArray[] shelves = new AtomicReferenceArray[LARGEST_LOG - SMALLEST_LOG + 1];
        for (int i = 0; i < shelves.length; i++) {
            shelves[i] = new AtomicReferenceArray<ByteBuffer>(Math.max(1, 256 >> i));
        }
        return shelves;
    }

    private static int log(int bytes) {
        return Math.max(SMALLEST_LOG, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1));
    }

    /** An empty buffer for at least that many bytes, 2^30 at most. */
    ByteBuffer take(int bytes) {
        int log = log(bytes);
        if (log <= LARGEST_LOG) {
            AtomicReferenceArray<@Nullable ByteBuffer> shelf = kept[log - SMALLEST_LOG];
            int first = place(shelf.length());
            for (int i = 0; i < shelf.length(); i++) {
                int at = (first + i) % shelf.length();
                ByteBuffer buffer = shelf.get(at) == null ? null : shelf.getAndSet(at, null);
                if (buffer != null) {
                    return buffer.clear();
                }
            }
        }
        return ByteBuffer.allocate(1 << log);
    }

    void give(ByteBuffer buffer) {
        int log = log(buffer.capacity());
        if (log > LARGEST_LOG) {
            return;
        }
        AtomicReferenceArray<@Nullable ByteBuffer> shelf = kept[log - SMALLEST_LOG];
        int first = place(shelf.length());
        for (int i = 0; i < shelf.length(); i++) {
            if (shelf.compareAndSet((first + i) % shelf.length(), null, buffer)) {
                return;
            }
        }
    }

    /** Where the calling thread looks first, so that workers seldom meet. */
    private static int place(int places) {
        return (int) (Thread.currentThread().getId() % places);
    }
}
