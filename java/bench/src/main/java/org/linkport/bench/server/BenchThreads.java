/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.InterruptedIOException;

/** Waits for threads whose end has been asked for. */
final class BenchThreads {
    private BenchThreads() {}

    static void join(Thread thread) throws InterruptedIOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(thread.getName());
        }
    }

    /** Restores the interrupt. */
    static InterruptedIOException interrupted(String waitedFor) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for " + waitedFor);
    }
}
