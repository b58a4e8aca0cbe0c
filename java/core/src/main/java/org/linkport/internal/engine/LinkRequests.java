/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** What threads asked of a link and its worker has not applied; the atomic half is for threads other than it. */
final class LinkRequests extends AtomicInteger {
    static final int ABORT = 1;
    static final int FLOW = 2;
    static final int SHUTDOWN_OUTPUT = 4;
    static final int CLOSE = 8;
    static final int END = SHUTDOWN_OUTPUT | CLOSE;

    /** Messages of other threads wait. */
    static final int MESSAGES = 16;

    /** What a batch collected is to be handed over. */
    static final int BATCH = 32;

    /** The link is in its worker's mailbox, where it may be once at most. */
    private static final int POSTED = 1 << 30;

    private static final long serialVersionUID = 1L;

    private int own;

    /** Owner only. */
    void add(int bits) {
        own |= bits;
    }

    /** Any thread. True if the caller must post the link. */
    boolean addForeign(int bit) {
        return (getAndAccumulate(bit | POSTED, (all, more) -> all | more) & POSTED) == 0;
    }

    /** Owner only: the link has come out of the mailbox. */
    void delivered() {
        getAndAccumulate(~POSTED, (all, kept) -> all & kept);
    }

    /** Owner only. */
    int takeAll() {
        int all = own | ((get() & ~POSTED) == 0 ? 0 : getAndAccumulate(POSTED, (seen, kept) -> seen & kept));
        own = 0;
        return all & ~POSTED;
    }
}
