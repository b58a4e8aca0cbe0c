/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The receive chunks of a worker: one direct buffer that the native library reads into, and a view of each chunk, of both
 * sizes. It is Java's, so that a view kept too long shows old bytes and never faults.
 */
final class ReceiveMemory {
    private static final int PAGE_BYTES = 4_096;

    private final ByteBuffer memory;
    private final int chunkBytes;
    private final int largeCount;
    private final int smallBytes;
    private final @Nullable ByteBuffer[] views;

    ReceiveMemory(int chunkBytes, int count) {
        this.chunkBytes = chunkBytes;
        this.largeCount = count - count / Abi.SMALL_CHUNK_SHARE;
        this.smallBytes = Math.min(chunkBytes, Abi.SMALL_CHUNK_BYTES);
        this.views = new ByteBuffer[largeCount + (count - largeCount) * chunkBytes / smallBytes];
        // An aligned slice gives up what is not a whole page, at either end.
        int bytes = chunkBytes * count;
        this.memory = ByteBuffer.allocateDirect(bytes + 2 * PAGE_BYTES)
                .alignedSlice(PAGE_BYTES)
                .limit(bytes);
    }

    long address() {
        return IocpNative.addressOf(memory);
    }

    /** The first bytes of a chunk. The same object comes back for the same chunk. */
    ByteBuffer view(int chunk, int size) {
        ByteBuffer view = views[chunk];
        if (view == null) {
            view = slice(chunk);
            views[chunk] = view;
        }
        return view.clear().limit(size).order(ByteOrder.BIG_ENDIAN);
    }

    private ByteBuffer slice(int chunk) {
        return chunk < largeCount
                ? memory.slice(chunk * chunkBytes, chunkBytes)
                : memory.slice(largeCount * chunkBytes + (chunk - largeCount) * smallBytes, smallBytes);
    }
}
