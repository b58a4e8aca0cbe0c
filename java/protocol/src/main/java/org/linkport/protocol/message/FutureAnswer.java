/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer to a request as a future, which cancels the request when it is cancelled. */
final class FutureAnswer extends CompletableFuture<ByteBuffer> implements OpenRequest.Answer {
    private volatile @Nullable OpenRequest request;

    /** Before anybody else has this future. */
    void isOf(OpenRequest sent) {
        request = sent;
    }

    @Override
    public void answered(ByteBuffer answer) {
        complete(ByteBuffer.allocate(answer.remaining()).put(answer).flip());
    }

    @Override
    public void failed(RequestException failure) {
        completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        OpenRequest sent = request;
        if (cancelled && sent != null) {
            sent.cancel();
        }
        return cancelled;
    }

    /** What depends on it is an ordinary future, whose cancellation concerns nobody else. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
