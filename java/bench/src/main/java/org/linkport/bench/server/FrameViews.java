/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.nio.ByteBuffer;

/** A buffer for input, and views of the whole frames in it, to be sent from where they lie in one gathering write. */
final class FrameViews {
    /** Frames of one write. */
    static final int COUNT_MAX = 64;

    private final ByteBuffer bytes;
    private final ByteBuffer[] views = new ByteBuffer[COUNT_MAX];

    FrameViews(int sizeBytes) {
        bytes = ByteBuffer.allocateDirect(sizeBytes);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** One for each frame collected last. */
    ByteBuffer[] views() {
        return views;
    }

    /** Moves the position behind the whole frames, at most {@link #COUNT_MAX} of them, and returns how many there are. */
    int collect() {
        int count = 0;
        while (count < COUNT_MAX && Frame.isWhole(bytes)) {
            int start = bytes.position();
            int end = start + Frame.bytesAt(bytes);
            view(count++).limit(end).position(start);
            bytes.position(end);
        }
        return count;
    }

    private ByteBuffer view(int i) {
        ByteBuffer view = views[i];
        if (view == null) {
            view = bytes.duplicate();
            views[i] = view;
        }
        return view.clear();
    }
}
