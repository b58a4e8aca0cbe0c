/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.SendFile;
import org.linkport.internal.buffer.Chunk;
import org.linkport.internal.buffer.SendItem;

/** Bytes of a file that a link sends, one message. Owner only, once it is queued. */
public final class FileRegion extends SendItem implements Lent {
    private final EngineLink link;
    private final OpenFile file;
    private final Link.SendCallback callback;
    private @Nullable Chunk head;
    private long position;
    private long pending;
    private boolean submitted;
    private boolean complete;
    private SendOutcome outcome = SendOutcome.DROPPED;

    private FileRegion(EngineLink link, OpenFile file, long position, long count, Link.SendCallback callback) {
        this.link = link;
        this.file = file;
        this.position = position;
        this.pending = count;
        this.callback = callback;
    }

    /** Takes the file for it; who does not queue it {@linkplain #refused gives it back}. */
    static FileRegion of(EngineLink link, OpenFile file, long position, long count, Link.SendCallback callback) {
        Objects.requireNonNull(callback, "callback");
        if (position < 0 || count < 0 || count > Long.MAX_VALUE - position) {
            throw new IllegalArgumentException("no region of a file: position " + position + ", count " + count);
        }
        file.take();
        return new FileRegion(link, file, position, count, callback);
    }

    /** It was not accepted, and nobody is told. */
    void refused() {
        file.give();
    }

    /** Another thread's message begins with this, which waits with it. Before it is queued. */
    void beginWith(Chunk newHead) {
        head = newHead;
    }

    /** What it begins with and was not taken yet. */
    @Nullable
    Chunk takeHead() {
        Chunk taken = head;
        head = null;
        return taken;
    }

    /** What the engine opened. */
    public EngineFile file() {
        return file.file();
    }

    /** Where in the file the first pending byte is. */
    public long position() {
        return position;
    }

    @Override
    public long pending() {
        return pending;
    }

    @Override
    public long charge() {
        return pending == 0 ? 0 : SendFile.PENDING_BYTES;
    }

    @Override
    public long unsubmittedCharge() {
        return submitted ? 0 : charge();
    }

    /** Whether the kernel may have it. */
    public boolean isSubmitted() {
        return submitted;
    }

    @Override
    public void submit() {
        submitted = true;
    }

    /** Whether the file was found to have all of it; before that, not a byte of it may leave. */
    public boolean isComplete() {
        return complete;
    }

    /** The file has all of it. */
    public void completed() {
        complete = true;
    }

    @Override
    public long consume(long count) {
        long taken = Math.min(count, pending);
        position += taken;
        pending -= taken;
        return taken;
    }

    @Override
    public void handedOver() {
        outcome = SendOutcome.HANDED_OVER;
    }

    @Override
    public boolean concernsTheProgram() {
        return true;
    }

    /** First the file, so that a program that has closed it may delete it when it is told. */
    @Override
    public void run() {
        try {
            file.give();
        } catch (RuntimeException failure) {
            link.loop().eventFailed(failure);
        }
        callback.ended(link, outcome);
    }
}
