/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.SendOptions;

/**
 * When a batched link hands over what it collected: at so many bytes, so long after the first of them, or when asked.
 * One deadline for each batch, however many messages. Owner only.
 */
final class SendBatch extends TimingWheel.Deadline {
    private static final int AT_ONCE = LinkRequests.BATCH | LinkRequests.END;

    private final EngineLink link;
    private final WorkerLoop worker;
    private final SendOptions.Batch wanted;

    SendBatch(EngineLink link, WorkerLoop worker, SendOptions.Batch wanted) {
        this.link = link;
        this.worker = worker;
        this.wanted = wanted;
    }

    /** Whether that many bytes are to leave now, with these requests; if not, they will when the time has come. */
    boolean isDue(int requests, long bytes) {
        if (bytes >= wanted.bytes() || (requests & AT_ONCE) != 0) {
            end();
            return true;
        }
        if (!isScheduled()) {
            worker.wheel().schedule(this, worker.now() + wanted.millis());
        }
        return false;
    }

    @Override
    protected void expired() {
        link.request(LinkRequests.BATCH);
    }

    /** Waits for nothing any more. */
    void end() {
        worker.wheel().cancel(this);
    }
}
