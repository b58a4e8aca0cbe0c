/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Retained;

/** Takes whatever a link hands over, and remembers how much that was before its end. */
final class SwallowingTransport implements Transport {
    private @Nullable EngineLink link;
    private boolean hasClosed;
    private int bytesBefore;
    private int bytesAfter;

    void serve(EngineLink owner) {
        link = owner;
    }

    boolean hasClosed() {
        return hasClosed;
    }

    int bytesBefore() {
        return bytesBefore;
    }

    int bytesAfter() {
        return bytesAfter;
    }

    @Override
    public void flush() {
        EngineLink owner = link;
        if (owner == null) {
            throw new AssertionError("it serves no link");
        }
        int bytes = (int) owner.outbound().bytes();
        owner.outbound().gather(new ByteBuffer[8]);
        if (hasClosed) {
            bytesAfter += bytes;
        } else {
            bytesBefore += bytes;
        }
        owner.sent(bytes, 1);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void shutdownOutput() {
        hasClosed = true;
    }

    @Override
    public void close(CloseReason reason, int drainMillis) {
        hasClosed = true;
    }

    @Override
    public void abort(CloseReason reason) {
        throw new AssertionError("aborted for " + reason);
    }

    @Override
    public boolean mayHaveUnreadInput() {
        return false;
    }

    @Override
    public Retained retain(ByteBuffer data) {
        throw new AssertionError("nothing is received");
    }
}
