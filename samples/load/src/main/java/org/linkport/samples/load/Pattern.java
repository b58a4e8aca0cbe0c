/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.load;

import java.nio.ByteBuffer;
import java.util.Random;

/** The bytes of messages: each begins at another place of one random text, so that no two neighbours are alike. */
final class Pattern {
    private static final int BEGINNINGS = 4_099;

    private final int messageBytes;
    private final ByteBuffer text;

    Pattern(int messageBytes) {
        this.messageBytes = messageBytes;
        byte[] random = new byte[messageBytes + BEGINNINGS];
        new Random(1).nextBytes(random);
        text = ByteBuffer.allocateDirect(random.length).put(random).flip();
    }

    int messageBytes() {
        return messageBytes;
    }

    /** A view for one link, which moves over the text. */
    ByteBuffer view() {
        return text.duplicate();
    }

    /** Sets a view to bytes {@code from} to {@code to} of a message. */
    static ByteBuffer set(ByteBuffer view, long message, int from, int to) {
        int beginning = (int) (message % BEGINNINGS);
        return view.limit(beginning + to).position(beginning + from);
    }
}
