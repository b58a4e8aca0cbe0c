/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.util.ArrayDeque;

/** Direct buffers for input that one loop owns: one of them serves all links, unless answers wait in it. */
final class InputBuffers {
    private static final int BYTES = 64 * 1_024;

    private final ArrayDeque<FrameViews> free = new ArrayDeque<>();

    /** An empty one. */
    FrameViews take() {
        FrameViews last = free.pollLast();
        return last == null ? new FrameViews(BYTES) : last;
    }

    void giveBack(FrameViews buffer) {
        buffer.bytes().clear();
        free.addLast(buffer);
    }
}
