/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.frame.FramedLink;

/**
 * The bytes of one file that leave over one link. The lane reads them ahead, a few pieces, for the hash; then they leave as
 * regions of the file, which the system has in memory by then, as far as the peer's credit goes and the others that send on
 * this link leave turns.
 */
final class Outgoing {
    private static final int READY_PIECES = 4;

    private final FramedLink link;
    private final SendTurns turns;
    private final long handle;
    private final FileLane lane;
    private final Throttle throttle;
    private final Source source;
    private final Events events;
    private final ContentHash hash;
    private final long end;
    private final int chunkBytes;

    /* in the lane */
    private @Nullable ByteBuffer scratch;
    private long position;

    /* where the link's callbacks run */
    private boolean throttled;
    boolean waits; // for its turn

    /* under the lock */
    private final Queue<Piece> ready = new ArrayDeque<>();
    private long credit;
    private boolean preparing;
    private boolean closed;
    private boolean sentAll;

    /** Bytes that were read; of a file they are sent from there. */
    private static final class Piece {
        final @Nullable ByteBuffer bytes;
        long offset;
        int left;

        Piece(long offset, int count, @Nullable ByteBuffer bytes) {
            this.offset = offset;
            this.left = count;
            this.bytes = bytes;
        }
    }

    /** Where the bytes are. In the lane; blocks. */
    interface Source {
        /** Reads at a position as many as fit, or fewer at the end. */
        void read(long position, ByteBuffer into) throws IOException;

        /** What they can be sent from without a copy; null if there is nothing. */
        @Nullable
        SendFile sendFile();
    }

    /** What becomes of it. */
    interface Events {
        /** So many more have left. Where the link's callbacks run. */
        default void sent(long bytes) {}

        /** All have left. Where the link's callbacks run, or in the lane if there were none. */
        default void sentAll() {}

        /** The file could not be read to its end. In the lane. */
        void failed(FileException failure);
    }

    /** @param hash of the bytes before {@code start} */
    Outgoing(
            SendTurns turns,
            long handle,
            FileLane lane,
            Throttle throttle,
            Source source,
            Events events,
            ContentHash hash,
            long end,
            int chunkBytes) {
        this.turns = turns;
        this.link = turns.link();
        this.handle = handle;
        this.lane = lane;
        this.throttle = throttle;
        this.source = source;
        this.events = events;
        this.hash = hash;
        this.position = hash.bytes();
        this.end = end;
        this.chunkBytes = Math.min(chunkBytes, link.maxPayloadBytes() - FileWire.DATA_HEAD_BYTES);
    }

    /** Begins to read. In the lane. */
    void start() {
        if (position == end) {
            synchronized (this) {
                sentAll = true;
            }
            events.sentAll();
        } else {
            preparing = true;
            prepare();
        }
    }

    private void prepare() {
        while (wantsMore()) {
            int count = (int) Math.min(chunkBytes, end - position);
            ByteBuffer bytes = read(count);
            if (bytes == null) {
                return;
            }
            hash.add(bytes);
            synchronized (this) {
                ready.add(new Piece(position, count, source.sendFile() == null ? bytes : null));
            }
            position += count;
            turns.offer(this);
        }
    }

    private synchronized boolean wantsMore() {
        preparing = !closed && ready.size() < READY_PIECES && position < end;
        return preparing;
    }

    private @Nullable ByteBuffer read(int count) {
        ByteBuffer bytes = source.sendFile() == null ? ByteBuffer.allocate(count) : scratch();
        try {
            source.read(position, bytes.limit(count));
        } catch (IOException e) {
            failed(FileException.of(e, "a file that is sent"));
            return null;
        } catch (RuntimeException e) {
            failed(FileException.of(e));
            return null;
        }
        if (bytes.hasRemaining()) {
            failed(new FileException(FileFailure.CHANGED, "it ends at " + (position + bytes.position())));
            return null;
        }
        return bytes.flip();
    }

    private ByteBuffer scratch() {
        if (scratch == null) {
            scratch = ByteBuffer.allocate(chunkBytes);
        }
        return scratch.clear();
    }

    private void failed(FileException failure) {
        close();
        events.failed(failure);
    }

    /** The peer takes everything before {@code limit}. Where the link's callbacks run. */
    void credit(long limit) {
        synchronized (this) {
            credit = Math.max(credit, limit);
        }
        turns.offer(this);
    }

    /** Sends of a piece what may leave; whether there was something. Where the link's callbacks run. */
    boolean sendOne() {
        Piece piece;
        int count;
        synchronized (this) {
            piece = ready.peek();
            if (piece == null || closed || throttled) {
                return false;
            }
            if (credit <= piece.offset) { // the difference may be less than an int can be
                return false;
            }
            count = (int) Math.min(piece.left, credit - piece.offset);
        }
        SendResult result = send(piece, count);
        if (!result.isAccepted()) {
            turns.refused(this);
            return false;
        }
        turns.sent(result, piece.bytes == null ? count : 0);
        sent(piece, count);
        return true;
    }

    private SendResult send(Piece piece, int count) {
        ByteBuffer head = FileWire.dataHead(handle, piece.offset);
        if (piece.bytes != null) {
            ByteBuffer bytes = piece.bytes.duplicate();
            return link.send(head, bytes.limit(bytes.position() + count));
        }
        try {
            SendFile file = Objects.requireNonNull(source.sendFile(), "a file");
            return link.send(head, file, piece.offset, count, (from, outcome) -> turns.given(count));
        } catch (IllegalStateException e) { // the file was closed, because the transfer was, on another thread
            close();
            return SendResult.REJECTED;
        }
    }

    private void sent(Piece piece, int count) {
        piece.offset += count;
        piece.left -= count;
        if (piece.bytes != null) {
            piece.bytes.position(piece.bytes.position() + count);
        }
        boolean prepares;
        synchronized (this) {
            if (piece.left == 0) {
                ready.poll();
            }
            sentAll = piece.offset == end;
            prepares = !preparing && !closed && !sentAll && ready.size() < READY_PIECES;
            preparing |= prepares;
        }
        if (prepares) {
            lane.execute(this::prepare);
        }
        events.sent(count);
        if (hasSentAll()) {
            events.sentAll();
            return;
        }
        long waitMillis = throttle.moved(count);
        if (waitMillis > 0) {
            throttled = true;
            link.schedule(waitMillis, () -> {
                throttled = false;
                turns.offer(this);
            });
        }
    }

    /** Whether all have left. */
    synchronized boolean hasSentAll() {
        return sentAll;
    }

    /** Of the whole file, once all have left. */
    byte[] hash() {
        if (!hasSentAll()) {
            throw new IllegalStateException("not all has been sent");
        }
        return hash.value();
    }

    /** Sends nothing more. Any thread. */
    synchronized void close() {
        closed = true;
        ready.clear();
    }
}
