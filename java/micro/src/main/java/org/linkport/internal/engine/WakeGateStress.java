/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker goes to sleep while mail comes: it sees the mail, or is woken, and never after it has closed the gate. */
public final class WakeGateStress {
    private WakeGateStress() {}

    /** One poster. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "seen, woken, or both")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the worker sleeps beside its mail")
    @State
    public static class Sleep {
        private final WakeGate gate = new WakeGate();
        private final Mailbox mailbox = new Mailbox();
        private int woken;

        /** The worker: whether it has seen the mail. */
        @Actor
        public void owner(II_Result result) {
            gate.announceSleep();
            result.r1 = mailbox.isEmpty() ? 0 : 1;
        }

        /** A thread that posts. */
        @Actor
        public void poster() {
            mailbox.post(new EngineMail(() -> {}, () -> {}));
            gate.wakeIfAsleep(() -> woken++);
        }

        /** How often it was woken. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = woken;
        }
    }

    /** Two posters, one sleep. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "woken once, told so once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "not woken, or twice")
    @State
    public static class Coalesce {
        private final WakeGate gate = new WakeGate();
        private volatile int woken;
        private int told;
        private int otherTold;

        /** The worker sleeps already. */
        public Coalesce() {
            gate.announceSleep();
        }

        /** A thread that has posted. */
        @Actor
        public void poster() {
            told = wake();
        }

        /** Another. */
        @Actor
        public void otherPoster() {
            otherTold = wake();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // the gate lets one thread in
        private int wake() {
            return gate.wakeIfAsleep(() -> woken++) ? 1 : 0;
        }

        /** How often it was woken, and by how many who say so. */
        @Arbiter
        public void end(II_Result result) {
            result.r1 = woken;
            result.r2 = told + otherTold;
        }
    }

    /** The end of the worker. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "woken before the gate closed, or not at all")
    @Outcome(expect = Expect.FORBIDDEN, desc = "woken after what wakes was freed")
    @State
    public static class Close {
        private final WakeGate gate = new WakeGate();
        private volatile boolean isFreed;

        /** The worker sleeps already. */
        public Close() {
            gate.announceSleep();
        }

        /** A thread that has posted: whether it woke, and found the end. */
        @Actor
        public void poster(II_Result result) {
            gate.wakeIfAsleep(() -> {
                result.r1 = 1;
                result.r2 = isFreed ? 1 : 0;
            });
        }

        /** The worker. */
        @Actor
        public void owner() {
            gate.close();
            isFreed = true;
        }
    }
}
