/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.SendOptions;
import org.linkport.SendResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads are admitted while the worker hands over, or the link closes: nobody waits for ever, nothing is miscounted. */
public final class PendingBytesStress {
    private static final SendOptions OPTIONS = SendOptions.DEFAULT.withPendingBytes(0, 10, 50);

    private PendingBytesStress() {}

    private static int isTrue(boolean value) {
        return value ? 1 : 0;
    }

    /** Who was told CONGESTED is told of the next time there is room. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "1, 1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "told once its own bytes have gone")
    @Outcome(expect = Expect.FORBIDDEN, desc = "waits for ever")
    @State
    public static class Congestion {
        private final PendingBytes pending = new PendingBytes(OPTIONS, null);

        /** 20 bytes wait already. */
        public Congestion() {
            pending.admit(20);
        }

        /** Whoever sends. */
        @Actor
        public void sender(III_Result result) {
            result.r1 = isTrue(pending.admit(20) == SendResult.CONGESTED);
        }

        /** The worker hands over the first. */
        @Actor
        public void owner(III_Result result) {
            result.r2 = isTrue(pending.handedOver(20));
        }

        /** And the second. */
        @Arbiter
        public void rest(III_Result result) {
            result.r3 = isTrue(pending.handedOver(20));
        }
    }

    /** The hard limit, with room for one of two. */
    @JCStressTest
    @Outcome(id = "1, 40", expect = Expect.ACCEPTABLE, desc = "one of them")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, or neither, or miscounted")
    @State
    public static class Limit {
        private final PendingBytes pending = new PendingBytes(OPTIONS, null);
        private int admitted;
        private int otherAdmitted;

        /** Whoever sends. */
        @Actor
        public void sender() {
            admitted = isTrue(pending.admit(40).isAccepted());
        }

        /** Another. */
        @Actor
        public void otherSender() {
            otherAdmitted = isTrue(pending.admit(40).isAccepted());
        }

        /** How many were, and what waits. */
        @Arbiter
        public void end(II_Result result) {
            result.r1 = admitted + otherAdmitted;
            result.r2 = (int) pending.bytes();
        }
    }

    /** A send against the end of the output: what is admitted is counted, so that the worker waits for it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "rejected")
    @Outcome(id = "1, 5", expect = Expect.ACCEPTABLE, desc = "admitted, before the worker looked")
    @Outcome(expect = Expect.FORBIDDEN, desc = "admitted, and the worker does not know")
    @State
    public static class Shut {
        private final PendingBytes pending = new PendingBytes(OPTIONS, null);
        private int seen;

        /** Whoever sends. */
        @Actor
        public void sender(II_Result result) {
            result.r1 = isTrue(pending.admit(5).isAccepted());
        }

        /** The worker closes the output, and looks who was earlier. */
        @Actor
        public void owner() {
            pending.shut();
            seen = (int) pending.bytes();
        }

        /** What it saw. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = seen;
        }
    }
}
