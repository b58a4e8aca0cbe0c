/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.buffer.SendItem;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Messages of another thread against the end of their link, with chunks of one pool: every byte is dropped once. */
@JCStressTest
@Outcome(id = "5, 0", expect = Expect.ACCEPTABLE, desc = "all bytes")
@Outcome(expect = Expect.FORBIDDEN, desc = "bytes or chunks are lost or doubled")
@State
public class ForeignMessagesStress {
    private final ForeignMessages foreign = new ForeignMessages();
    private final Lent.Queue ended = new Lent.Queue();
    private final ChunkPool pool = Pools.SHARED;
    private long dropped;

    /** One for all states: memory is not made for each. */
    private static final class Pools {
        private static final ChunkPool SHARED = new ChunkPool(buffer -> 0);
    }

    /** A sender: messages of two and three bytes. */
    @Actor
    public void sender() {
        foreign.add(message(2));
        foreign.add(message(3));
    }

    private SendItem message(int bytes) {
        return pool.copy(ByteBuffer.allocate(bytes));
    }

    /** The worker of a link that has closed. */
    @Actor
    public void owner() {
        dropped = foreign.drop(pool, ended);
    }

    /** What came later is dropped now; then nothing is out, and nothing was lent. */
    @Arbiter
    public void end(JJ_Result result) {
        result.r1 = dropped + foreign.drop(pool, ended);
        result.r2 = foreign.get() == null && ended.poll() == null ? 0 : 1;
    }
}
