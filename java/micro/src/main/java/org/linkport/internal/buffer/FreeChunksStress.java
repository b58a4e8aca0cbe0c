/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads take and give back, so that the top of the stack is often one that was taken and given back meanwhile:
 * nobody has a chunk that another has.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "all apart")
@Outcome(expect = Expect.FORBIDDEN, desc = "one chunk for two")
@State
public class FreeChunksStress {
    private static final FreeChunks STACK = new FreeChunks(SizeClass.LARGE, buffer -> 0);
    private static final int OWNER_BYTES = 64;

    /** Takes two, and gives them back in the order in which they lay. */
    @Actor
    public void two(II_Result result) {
        Chunk first = STACK.pop();
        Chunk second = STACK.pop();
        result.r1 = shared(first, 1) + shared(second, 2);
        STACK.push(second);
        STACK.push(first);
    }

    /** Takes two, and exchanges them. */
    @Actor
    public void exchange(II_Result result) {
        Chunk first = STACK.pop();
        Chunk second = STACK.pop();
        result.r2 = shared(first, 4) + shared(second, 5);
        STACK.push(first);
        STACK.push(second);
    }

    /** Marks all of it, and looks whether it is as it was marked. */
    private static int shared(Chunk chunk, int mark) {
        for (int i = 0; i < OWNER_BYTES; i++) {
            chunk.buffer.put(i, (byte) mark);
        }
        int strange = 0;
        for (int i = 0; i < OWNER_BYTES; i++) {
            strange += chunk.buffer.get(i) == mark ? 0 : 1;
        }
        return strange;
    }
}
