/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.internal.buffer.MemoryItem;

/** Memory that a link sends from where it is, one message. Its lender gets it back, once, by a callback. */
final class LentMemory extends MemoryItem implements Lent {
    private final Link link;
    private final Link.@Nullable SendCallback callback;
    private final @Nullable KeptMemory kept;
    private SendOutcome outcome = SendOutcome.DROPPED;

    private LentMemory(
            Link link,
            ByteBuffer memory,
            long address,
            Link.@Nullable SendCallback callback,
            @Nullable KeptMemory kept) {
        super(memory, address, memory.position(), memory.limit());
        this.link = link;
        this.callback = callback;
        this.kept = kept;
    }

    /** Of the program. {@code memory} is ours: what is between its position and its limit. */
    static LentMemory of(Link link, ByteBuffer memory, long address, Link.SendCallback callback) {
        return new LentMemory(link, memory, address, callback, null);
    }

    /** Receive memory, between position and limit of what the program has of it. */
    static LentMemory of(Link link, ByteBuffer memory, long address, KeptMemory kept) {
        return new LentMemory(link, memory, address, null, kept);
    }

    /** It takes no bytes of others. */
    @Override
    public int room() {
        return 0;
    }

    @Override
    public void handedOver() {
        outcome = SendOutcome.HANDED_OVER;
    }

    @Override
    public boolean concernsTheProgram() {
        return callback != null;
    }

    @Override
    public void run() {
        if (callback != null) {
            callback.ended(link, outcome);
        }
        if (kept != null) {
            kept.sent();
        }
    }
}
