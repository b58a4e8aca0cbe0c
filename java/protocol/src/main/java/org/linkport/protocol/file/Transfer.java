/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.RequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way between a {@link FileClient} and a server. When the link breaks it waits for the client's next one and goes
 * on, with what the receiver has and has proved to be the same. Any thread.
 */
public abstract class Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int BUSY_TRIES = 60;
    private static final int BUSY_MILLIS = 250;

    private final FileClient client;
    private final TransferOptions options;
    private final FileLane lane;
    private final Throttle throttle;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private volatile @Nullable FileException abandonedWith;
    private volatile Progress progress = new Progress(0, -1, 0, 0);

    /* in the lane */
    private @Nullable Attempt attempt;
    private int busyTries;

    /**
     * How far it is.
     *
     * @param doneBytes of the file that the receiver, as far as is known, has, or that have left
     * @param totalBytes of the file; -1 until that is known
     * @param resumedBytes that were there when the last link began
     * @param links it has had
     */
    public record Progress(long doneBytes, long totalBytes, long resumedBytes, int links) {}

    /**
     * What was transferred.
     *
     * @param sizeBytes of the file
     * @param sha256 of the file, in hexadecimal digits
     * @param links it took
     */
    public record Result(long sizeBytes, String sha256, int links) {}

    Transfer(FileClient client, TransferOptions options) {
        this.client = client;
        this.options = options;
        this.lane = client.newLane();
        this.throttle = Throttle.of(options.rate(), client.rate());
    }

    /** Completes once the file is whole where it should be; or fails with {@link FileException}. */
    public CompletionStage<Result> result() {
        return result.minimalCompletionStage();
    }

    /** How far it is now. */
    public Progress progress() {
        return progress;
    }

    /** Gives it up: it fails with {@link FileFailure#CANCELLED}, unless it is done. What is there stays, to go on from. */
    public void cancel() {
        abandon(new FileException(FileFailure.CANCELLED, "given up"));
    }

    final FileClient client() {
        return client;
    }

    final TransferOptions options() {
        return options;
    }

    final FileLane lane() {
        return lane;
    }

    final Throttle throttle() {
        return throttle;
    }

    final boolean isDone() {
        return result.isDone();
    }

    final void progressed(long doneBytes, long totalBytes) {
        progress = new Progress(doneBytes, totalBytes, progress.resumedBytes, progress.links);
        try {
            options.progress().accept(progress);
        } catch (RuntimeException e) { // where it was told somebody else would be taken for the one at fault
            lane.execute(() -> fail(FileException.of(e)));
        }
    }

    final void resumed(long fromBytes, long totalBytes) {
        progress = new Progress(fromBytes, totalBytes, fromBytes, progress.links);
    }

    /** One try, over one link. */
    abstract static class Attempt implements ClientFiles.Peer {
        private final ClientFiles link;
        private volatile boolean over;
        volatile long handle;

        Attempt(ClientFiles link) {
            this.link = link;
        }

        final ClientFiles link() {
            return link;
        }

        final boolean isOver() {
            return over;
        }

        /** Begins it; in the lane. What it throws ends the transfer. */
        abstract void begin();

        /** Nothing of it goes on. In the lane. */
        abstract void stop();

        final void end() {
            if (!over) {
                over = true;
                link.forget(this);
                stop();
            }
        }
    }

    abstract Attempt newAttempt(ClientFiles link);

    /** Gives back what it holds, once. In the lane. */
    abstract void release();

    /** There is a link. Any thread. */
    final void linked(ClientFiles link) {
        lane.execute(() -> begin(link));
    }

    private void begin(ClientFiles link) {
        if (isDone() || link.hasEnded() || (attempt != null && attempt.link == link)) {
            return;
        }
        if (attempt != null) {
            attempt.end();
        }
        Attempt begun = newAttempt(link);
        attempt = begun;
        progress = new Progress(progress.doneBytes, progress.totalBytes, progress.resumedBytes, progress.links + 1);
        guarded(begun, begun::begin);
    }

    /** The link has gone. Any thread. */
    final void unlinked(ClientFiles link) {
        lane.execute(() -> {
            if (attempt != null && attempt.link == link) {
                attempt.end();
                attempt = null;
            }
        });
    }

    /** Goes on with an attempt that is not over. Any thread. */
    final void goOn(Attempt of, Runnable step) {
        lane.execute(() -> guarded(of, step));
    }

    private void guarded(Attempt of, Runnable step) {
        if (of.over || isDone()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(FileException.of(e));
        }
    }

    /** A request of an attempt has no answer. In the lane. */
    final void unanswered(Attempt of, RequestException failure) {
        if (failure.why() == RequestException.Cause.ENDED) {
            return; // the end of the link is told, too
        }
        FileException refusal = refusal(failure);
        boolean mayPass = refusal.failure() == FileFailure.TOO_MANY || refusal.failure() == FileFailure.BUSY;
        if (mayPass
                && progress.links > 1
                && busyTries++ < BUSY_TRIES) { // by our own links that the server takes for alive
            attempt = null;
            of.end();
            of.link.carrier().schedule(BUSY_MILLIS, () -> linked(of.link));
            return;
        }
        fail(refusal);
    }

    static FileException refusal(RequestException failure) {
        FileFailure why = FileFailure.of(failure.code());
        if (why == null) {
            why = switch (failure.code()) {
                case MessageFailure.NOT_PERMITTED -> FileFailure.ACCESS_DENIED;
                case MessageFailure.BUSY -> FileFailure.TOO_MANY;
                default -> FileFailure.SYSTEM;
            };
        }
        return new FileException(why, failure.text(), failure);
    }

    /** It is done. In the lane. */
    final void succeed(long sizeBytes, byte[] hash) {
        if (hash.length != ContentHash.BYTES) {
            throw new IllegalArgumentException("a hash of " + hash.length + " bytes");
        }
        end(null);
        result.complete(new Result(sizeBytes, HexFormat.of().formatHex(hash), progress.links));
    }

    /** It cannot be done. In the lane. */
    final void fail(FileException failure) {
        if (isDone()) {
            return;
        }
        Attempt last = attempt;
        end(failure);
        if (last != null && last.handle != 0) {
            last.link.closeHandle(last.handle);
        }
        result.completeExceptionally(failure);
    }

    private void end(@Nullable FileException failure) {
        client.ended(this);
        if (attempt != null) {
            attempt.end();
            attempt = null;
        }
        try {
            release();
        } catch (FileException e) {
            if (failure == null) { // what was transferred is where it should be
                LOG.warn("a file could not be closed after its transfer", e);
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /** Nobody needs it any more. Any thread. */
    final void abandon(FileException failure) {
        abandonedWith = failure;
        givesUp(failure);
        lane.execute(() -> fail(failure));
    }

    /** What the lane waits for fails with that. Any thread. */
    void givesUp(FileException failure) {}

    final boolean isAbandoned() {
        return abandonedWith != null;
    }

    /** For work that takes long, in the lane. */
    final void checkNotAbandoned() {
        FileException failure = abandonedWith;
        if (failure != null) {
            throw failure;
        }
    }
}
