/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.LinkOptions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads have a link call them back, on an executor that runs at once: whoever finds the lane idle runs the calls
 * of both, one after the other, and leaves none behind.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "two calls, one at a time")
@Outcome(expect = Expect.FORBIDDEN, desc = "left behind, doubled, or two at a time")
@State
public class DispatchLaneStress {
    /** Of each state its own: a call that is left behind would be found by the next one. */
    private final EngineLink link =
            new StillLoop().link(LinkOptions.DEFAULT.dispatch(Runnable::run), new SwallowingTransport());

    private int calls; // the lane orders those who write
    private boolean inCall;
    private int overlaps;

    private void call() {
        overlaps += inCall ? 1 : 0;
        inCall = true;
        calls++;
        inCall = false;
    }

    /** A thread. */
    @Actor
    public void one() {
        link.execute(this::call);
    }

    /** Another. */
    @Actor
    public void other() {
        link.execute(this::call);
    }

    /** Both have returned. */
    @Arbiter
    public void end(II_Result result) {
        result.r1 = calls;
        result.r2 = overlaps;
    }
}
