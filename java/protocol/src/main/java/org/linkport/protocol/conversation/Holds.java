/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.value.ValueException;

/** Stops the input of a link while a lane has too much of it, and ends the link when a lane fails. */
final class Holds implements Lane.Owner {
    private final FramedLink framed;
    private int held; // where the callbacks run

    Holds(FramedLink framed) {
        this.framed = framed;
    }

    @Override
    public void hold() {
        held++;
        framed.pause();
    }

    @Override
    public void release() {
        framed.execute(() -> {
            held--;
            if (held == 0) {
                framed.resume();
            }
        });
    }

    @Override
    public void failed(Throwable failure) {
        framed.execute(() -> {
            if (failure instanceof FrameException breach) {
                framed.fail(breach);
            } else if (failure instanceof ValueException unreadable) {
                framed.fail(new FrameException(FrameFault.MALFORMED, String.valueOf(unreadable.getMessage())));
            } else {
                throw new IllegalStateException("a protocol failed on its executor", failure);
            }
        });
    }
}
