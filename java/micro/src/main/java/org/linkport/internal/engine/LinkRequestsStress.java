/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads send and close while the worker takes their requests: it takes both, and the link is posted once for each time. */
public final class LinkRequestsStress {
    private static final int BOTH = LinkRequests.MESSAGES | LinkRequests.CLOSE;

    private LinkRequestsStress() {}

    /** The worker takes what was asked for earlier. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "taken, or will be: the link is posted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost, or the link is in the mailbox twice")
    @State
    public static class Take {
        private final LinkRequests requests = new LinkRequests();
        private int taken;
        private int posts;

        /** The link is in the mailbox, for a message. */
        public Take() {
            requests.addForeign(LinkRequests.MESSAGES);
        }

        /** {@code close()} of another thread. */
        @Actor
        public void closer() {
            posts = requests.addForeign(LinkRequests.CLOSE) ? 1 : 0;
        }

        /** The worker has the link out of the mailbox. */
        @Actor
        public void owner() {
            requests.delivered();
            taken = requests.takeAll();
        }

        /** If it was posted again the worker takes what is left; if it was not there may be nothing left. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = posts;
            if (posts > 0) {
                requests.delivered();
                taken |= requests.takeAll();
            }
            result.r1 = taken == BOTH ? 1 : 0;
        }
    }

    /** Two ask at once. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both, posted by one of them")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost, or the link is in the mailbox twice or not at all")
    @State
    public static class Ask {
        private final LinkRequests requests = new LinkRequests();
        private int posts;
        private int otherPosts;

        /** After it has queued a message. */
        @Actor
        public void sender() {
            posts = requests.addForeign(LinkRequests.MESSAGES) ? 1 : 0;
        }

        /** {@code close()}. */
        @Actor
        public void closer() {
            otherPosts = requests.addForeign(LinkRequests.CLOSE) ? 1 : 0;
        }

        /** The worker. */
        @Arbiter
        public void end(II_Result result) {
            requests.delivered();
            result.r1 = requests.takeAll() == BOTH ? 1 : 0;
            result.r2 = posts + otherPosts;
        }
    }
}
