/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Calls a link's handler on an executor instead of on its worker, so that a handler that blocks delays no other link.
 *
 * <p>Everything of one link stays serial and in order, whatever threads the executor has: {@link
 * LinkHandler.Factory#handlerFor}, all callbacks, and the tasks of {@link Link#execute}; each sees what those before it
 * wrote. What arrives meanwhile is copied and waits; above {@code waitingBytes} the link is not read until half of it is
 * used up, so a slow handler costs that much memory (and what one receive brings) and the peer is held back.
 *
 * <p>The executor must run what it accepts. One that rejects or throws closes the link with
 * {@link CloseReason#HANDLER_ERROR}; what the handler still has to be told, {@code onClose} above all, then runs on the
 * worker, and input that waited is dropped. The same happens when an {@link java.util.concurrent.ExecutorService} has
 * terminated without running it. A shutdown of the {@link Linkport} waits until every {@code onClose} has returned: shut
 * the executor down after it.
 *
 * @param executor runs the calls: a pool, such as a {@link HandlerPool}, or virtual threads
 * @param waitingBytes memory that received bytes may take while they wait, in bytes, in pieces of 512, 4,096 or 65,536;
 *     1 to 2^30. What {@link Link#retain} keeps counts too, until it is given back
 */
public record DispatchOptions(Executor executor, int waitingBytes) {
    private static final int DEFAULT_WAITING_BYTES = 256 << 10;

    /** Checks every range. */
    public DispatchOptions {
        Objects.requireNonNull(executor, "executor");
        OptionCheck.range("waitingBytes", waitingBytes, 1, 1 << 30);
    }

    /** On that executor; 256 KiB may wait. */
    public static DispatchOptions on(Executor executor) {
        return new DispatchOptions(executor, DEFAULT_WAITING_BYTES);
    }

    /** The same with another {@code waitingBytes}. */
    public DispatchOptions withWaitingBytes(int value) {
        return new DispatchOptions(executor, value);
    }
}
