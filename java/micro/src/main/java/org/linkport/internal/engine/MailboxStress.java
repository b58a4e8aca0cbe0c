/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads post while the owner delivers, or closes: each letter arrives once, or comes back once. */
public final class MailboxStress {
    private MailboxStress() {}

    private static final class Letter extends Mail {
        private int written;
        private int delivered;
        private int returned;

        Letter write() {
            written = 1;
            return this;
        }

        @Override
        void deliver() {
            delivered += written; // posting publishes what the sender wrote
        }

        @Override
        void undeliverable() {
            returned += written;
        }
    }

    /** While the owner delivers. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or not published")
    @State
    public static class Deliver {
        private final Mailbox mailbox = new Mailbox();
        private final Letter first = new Letter();
        private final Letter second = new Letter();

        /** A sender. */
        @Actor
        public void sender() {
            mailbox.post(first.write());
            mailbox.post(second.write());
        }

        /** The worker. */
        @Actor
        public void owner() {
            mailbox.deliverAll();
        }

        /** What was not delivered meanwhile is now. */
        @Arbiter
        public void rest(II_Result result) {
            mailbox.deliverAll();
            result.r1 = first.delivered;
            result.r2 = second.delivered;
        }
    }

    /** Senders among themselves. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or not published")
    @State
    public static class Post {
        private final Mailbox mailbox = new Mailbox();
        private final Letter first = new Letter();
        private final Letter second = new Letter();

        /** A sender. */
        @Actor
        public void sender() {
            mailbox.post(first.write());
        }

        /** Another. */
        @Actor
        public void otherSender() {
            mailbox.post(second.write());
        }

        /** The worker. */
        @Arbiter
        public void owner(II_Result result) {
            mailbox.deliverAll();
            result.r1 = first.delivered;
            result.r2 = second.delivered;
        }
    }

    /** While the owner closes. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted and returned")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the sender was told something else")
    @State
    public static class Close {
        private final Mailbox mailbox = new Mailbox();
        private final Letter letter = new Letter();

        /** A sender. */
        @Actor
        public void sender(II_Result result) {
            result.r1 = mailbox.post(letter.write()) ? 1 : 0;
        }

        /** The worker. */
        @Actor
        public void owner() {
            mailbox.close();
        }

        /** Both have ended. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = letter.returned + letter.delivered;
        }
    }
}
