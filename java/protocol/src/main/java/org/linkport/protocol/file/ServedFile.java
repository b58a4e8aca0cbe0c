/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** What a handle of one link stands for at a server. Its work is done in a lane of its own. */
abstract class ServedFile {
    private final ServedFiles link;
    private final long handle;
    private final FileLane lane;
    private volatile boolean closed;
    private boolean released; // in the lane

    ServedFile(ServedFiles link, long handle) {
        this.link = link;
        this.handle = handle;
        this.lane = link.server().newLane();
    }

    final ServedFiles link() {
        return link;
    }

    final FileServer server() {
        return link.server();
    }

    final long handle() {
        return handle;
    }

    final FileLane lane() {
        return lane;
    }

    /** Whether its end has begun: what runs long looks at it. */
    final boolean isClosed() {
        return closed;
    }

    /** Whether it has given back what it holds. In the lane: until then what has come in time is still done. */
    final boolean isReleased() {
        return released;
    }

    /**
     * The peer asks about it. Where the link's callbacks run.
     *
     * @param fields behind the handle, lent
     */
    abstract void request(Request request, ValueReader fields);

    /** Bytes have come for it. Where the link's callbacks run. */
    void data(long offset, ByteBuffer bytes) {
        throw new FrameException(FrameFault.INCONSISTENT, "bytes from " + offset + " for what takes none: " + handle);
    }

    /** The peer takes more. Where the link's callbacks run. */
    void credit(long limit) {
        throw new FrameException(FrameFault.INCONSISTENT, "credit of " + limit + " for what sends nothing: " + handle);
    }

    /** Gives back what it holds. In the lane, once. */
    abstract void release(boolean discards);

    /** The peer closes it, and wants nothing more of what it has asked for. Where the link's callbacks run. */
    void closedByPeer(boolean discards, Runnable then) {
        close(discards, then);
    }

    /** Ends it as soon as the lane can, and then does something there. Any thread. */
    final void close(boolean discards, Runnable then) {
        closed = true;
        closeInOrder(discards, then);
    }

    /** Ends it after what the lane has to do, and then does something there. Any thread. */
    final void closeInOrder(boolean discards, Runnable then) {
        lane.execute(() -> {
            try {
                releaseOnce(discards);
            } finally {
                then.run();
            }
        });
    }

    /** In the lane. */
    final void releaseOnce(boolean discards) {
        closed = true;
        if (!released) {
            released = true;
            try {
                release(discards);
            } finally {
                link.closed(this);
            }
        }
    }

    /** It fails though nobody has asked: the peer is told. In the lane. */
    public final void failed(FileException failure) {
        releaseOnce(false);
        link.failed(handle, failure);
    }
}
