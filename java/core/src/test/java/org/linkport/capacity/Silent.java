/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.linkport.Link;
import org.linkport.LinkHandler;

/** Counts the links that are open and does nothing else. */
record Silent(CountDownLatch open) implements LinkHandler {
    private static final int SECONDS = 120;

    static Silent of(int links) {
        return new Silent(new CountDownLatch(links));
    }

    /** The other ends are held for as long as that process lives. */
    void awaitAll(ChildJvm holder) throws InterruptedException {
        if (!open.await(SECONDS, TimeUnit.SECONDS) || !holder.isAlive()) {
            throw new AssertionError(open.getCount() + " links did not open");
        }
    }

    @Override
    public void onOpen(Link link) {
        open.countDown();
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {}
}
