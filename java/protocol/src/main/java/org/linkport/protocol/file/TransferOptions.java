/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.Objects;
import java.util.function.Consumer;
import org.linkport.protocol.file.store.SyncPolicy;

/**
 * How a file is transferred.
 *
 * @param replaces whether it may take the place of one that is there
 * @param resumes whether to begin with what an earlier transfer left; after a broken link a transfer always goes on
 * @param makesParents whether the directories above it are made at the server
 * @param keepsModified whether it counts as changed when the original was
 * @param sync what must be written down here before a download is done; for uploads the server decides
 * @param rate how fast it may be
 * @param progress told after each piece, where callbacks or file work run: it must not block; what it throws ends the
 *     transfer with {@link org.linkport.protocol.file.store.FileFailure#SYSTEM}
 */
public record TransferOptions(
        boolean replaces,
        boolean resumes,
        boolean makesParents,
        boolean keepsModified,
        SyncPolicy sync,
        RateLimit rate,
        Consumer<Transfer.Progress> progress) {
    /** Replaces nothing, begins anew, makes no directories, keeps the time; the file is written down; as fast as it goes. */
    public static final TransferOptions DEFAULT =
            new TransferOptions(false, false, false, true, SyncPolicy.FILE, RateLimit.NONE, progress -> {});

    /** Checks that nothing is null. */
    public TransferOptions {
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(progress, "progress");
    }

    /** The same with another {@code replaces}. */
    public TransferOptions withReplaces(boolean value) {
        return new TransferOptions(value, resumes, makesParents, keepsModified, sync, rate, progress);
    }

    /** The same with another {@code resumes}. */
    public TransferOptions withResumes(boolean value) {
        return new TransferOptions(replaces, value, makesParents, keepsModified, sync, rate, progress);
    }

    /** The same with another {@code makesParents}. */
    public TransferOptions withMakesParents(boolean value) {
        return new TransferOptions(replaces, resumes, value, keepsModified, sync, rate, progress);
    }

    /** The same with another {@code keepsModified}. */
    public TransferOptions withKeepsModified(boolean value) {
        return new TransferOptions(replaces, resumes, makesParents, value, sync, rate, progress);
    }

    /** The same with another {@code sync}. */
    public TransferOptions withSync(SyncPolicy value) {
        return new TransferOptions(replaces, resumes, makesParents, keepsModified, value, rate, progress);
    }

    /** The same with another {@code rate}. */
    public TransferOptions withRate(RateLimit value) {
        return new TransferOptions(replaces, resumes, makesParents, keepsModified, sync, value, progress);
    }

    /** The same with another {@code progress}. */
    public TransferOptions withProgress(Consumer<Transfer.Progress> value) {
        return new TransferOptions(replaces, resumes, makesParents, keepsModified, sync, rate, value);
    }
}
