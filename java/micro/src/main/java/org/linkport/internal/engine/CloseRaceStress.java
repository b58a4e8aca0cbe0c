/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.linkport.LinkOptions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A thread that is not the worker sends while the link is closed, and the worker may look at any moment: a message that was
 * accepted is handed over before the end of the link, one that was not never is.
 */
@JCStressTest
@Outcome(id = "1, 5, 0, 1", expect = Expect.ACCEPTABLE, desc = "accepted, sent, closed")
@Outcome(id = "0, 0, 0, 1", expect = Expect.ACCEPTABLE, desc = "rejected, closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "an accepted message is lost, or a rejected one sent, or nothing closed")
@State
public class CloseRaceStress {
    private final StillLoop loop = new StillLoop();
    private final SwallowingTransport transport = new SwallowingTransport();
    private final EngineLink link = loop.link(LinkOptions.DEFAULT, transport);

    /** Connects the two ends. */
    public CloseRaceStress() {
        transport.serve(link);
    }

    /** A thread of the program. */
    @Actor
    public void sender(IIII_Result result) {
        result.r1 = link.send(ByteBuffer.allocate(5)).isAccepted() ? 1 : 0;
    }

    /** The worker, on which the link is closed. */
    @Actor
    public void worker() {
        link.close();
        link.applyRequests();
    }

    /** The worker again, since the link is in its mailbox if there is more to do. */
    @Arbiter
    public void again(IIII_Result result) {
        link.applyRequests();
        result.r2 = transport.bytesBefore();
        result.r3 = transport.bytesAfter();
        result.r4 = transport.hasClosed() ? 1 : 0;
        loop.end();
    }
}
